/** Theft and fraud that did not happen: asked about, feared, supposed. */
export const supposed: readonly RegExp[] = [
  /会不会[^,]{0,6}[盗偷骗]/,
  /(?:怕|担心|防止|避免|预防|防范|以免|免得)[^,]{0,8}[盗偷骗丢]/,
  /(?:如果|万一|要是|假如|若是|倘若)[^,]{0,12}[盗偷骗丢]/,
  /[盗偷骗][^,]{0,3}(?:怎么|如何)[^,]{0,2}(?:预防|防|避免)/,
  /(?:会|能)(?:不会|不能)?(?:被|遭)[^,]{0,6}(?:黑客|攻击|入侵|盗|偷)[^,]{0,4}[吗么]?$/,
  /(?:有没有|是否|确认|知道|检查)[^,]{0,8}(?:没有?)?被盗[^,]{0,4}(?:$|怎么|[吗么看查])/,
  /(?:才|就|能)不会?被[^,]{0,2}[盗偷骗]/,
  /[盗偷骗][^,]{0,8}(?:赔|安全吗|险|概率|可能性)/,
];

/** What is told, read or studied. */
export const stories: readonly RegExp[] = [
  /小说|电影|电视剧|章节|狼人杀|剧本杀|爸爸去哪|感情|初恋/,
  /盗[墓版图猎梦]|[海强大侠]盗|盗贼/,
  /段子|愚人节|英文|日语|谚语/,
  /首歌|歌曲|歌名|成语|单词|英语|拼音|这个词|什么意思$/,
];

/** What is taken that no wallet holds. */
export const things: readonly RegExp[] = [
  /(?:(?:电动|自行|摩托|三轮|汽|货)车|车子|单车|快递|外卖|衣服|鞋子?|猫|狗|电瓶|轮胎|论文|文章|图片|照片|专利)[^,]{0,6}(?:被|遭)[^,]{0,3}[盗偷拿]/,
];

/** What is lost in a game; who is cheated of money over a game is cheated all the same. */
export const games: readonly RegExp[] = [/游戏|皮肤|装备|副本/];
