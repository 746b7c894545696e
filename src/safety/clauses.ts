/** Where the customer types it himself, in the wallet: naming the secret is right there. */
const inApp =
  /(?:app|应用|钱包|客户端|页面|官网|小程序|键盘|系统|设置)(?:的)?[^,，。]{0,8}?(?:内|里|中|上|页|首页|完成|操作|输入|填写)/;
const refusal =
  /(?:^[^,，。]{0,6}(?<!需)(?:让|叫|要|逼|催)(?:您|你)(?!先)|不(?:发|传|拍|给|报|交|点|扫|转)|请勿|切勿|勿|不要|不会|绝不|从不|永不|不能|不得|不应|无需|不用|不需要|不必|没有必要|别|拒绝|凡是?|任何|谁|对方|有人|骗子|自称|冒充|诈骗|是否有人|如果有|如有人|索要|索取|向您要|neverask|never|don't|donot|won't)/;
const falseRefusal =
  /(?:不用|不要|不必|别|请勿|勿|无需)(?:担心|着急|紧张|怕|害怕|慌|急|紧|挂断|挂电话|告诉别人|声张|客气)/g;

/** Sentences and their parts, each judged alone: a kind word before a demand does not soften it. 「或…」 goes on. */
function clausesOf(plain: string): string[] {
  return plain.split(/[。!?;；\n]|[,，](?!或|以及)/);
}

export function anyClause(plain: string, holds: (clause: string) => boolean): boolean {
  return clausesOf(plain).some(holds);
}

/** Whether a clause warns of what it names. */
export function refusesTo(clause: string): boolean {
  return refusal.test(clause.replace(falseRefusal, ''));
}

export function isInApp(clause: string): boolean {
  return inApp.test(clause);
}
