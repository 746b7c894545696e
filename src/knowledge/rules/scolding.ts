/** Who scolds with 什么 asks nothing: 「什么破钱包」, 「这是什么平台啊，垃圾」. */
const scolding = [
  /(?:什么|啥)(?:破|烂|垃圾|辣鸡|狗屁|鬼|渣)(?:钱包|软件|平台|系统|公司|客服|服务|东西|玩意儿?|app)?/giu,
  /(?:什么|啥)(?:钱包|软件|平台|系统|公司|服务|app)[啊呀呢嘛吧]?[，,。！!]{0,3}(?=(?:真|太|就是|简直)?(?:垃圾|坑|破|烂))/giu,
];

/** What is left of a message without its scolding, which looks like a question and is none. */
export function withoutScolding(text: string): string {
  return scolding.reduce((rest, words) => rest.replace(words, ''), text);
}
