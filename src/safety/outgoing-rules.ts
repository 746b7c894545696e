type Refusal = { readonly code: string; readonly reason: string; readonly refuses: (plain: string) => boolean };

const secret =
  '(?:密码|口令|验证码|校验码|动态码|短信码|确认码|cvv2?|cvc2?|安全码|卡背(?:面)?(?:后)?三位(?:数字?)?|pin码?|助记词|恢复词|私钥|password|passcode|seedphrase|privatekey|verificationcode|otp)';
const papers = '(?:身份证|护照|银行卡|信用卡|证件)(?:的)?(?:正反面|正面|反面|背面|照片?|图片|复印件|扫描件|原件)';
const toMe =
  '(?:发给?我|发给?我们|发到这里|发在这里|发一下|发下|发来|发过来|告诉我|告知我|告知一下|告诉一下|报给?我|报一下|报下|念给?我|念一下|给我|给一下|提供给?我|提供一下|提供下|回复给?我|回复一下|说一下|说给我|截图|截个图|拍给我|拍一下|拍照|给客服|发给客服|提供给客服|告诉客服|sendme|tellme)';
const asks =
  '(?:请|麻烦|烦请|需要|需|要|先|得|还要|然后|现在)(?:您|你)?(?:再|先|尽快|马上|直接|在此|在这里)?(?:提供|告知|告诉|告诉我|回复|发送|发|报|念|说|给|出示|上传|拍摄|拍一?下?|输入|填写|send|tell|provide)';
const tell = '(?:告诉|告知|报给|念给|说给|发给|提供给)我';
const filler = '[^,，。!?;；\\n]{0,12}?';

const toMeAfter = new RegExp(`${secret}${filler}${toMe}`);
const toMeBefore = new RegExp(`${toMe}${filler}${secret}`);
/** A question for the secret itself, and a demand in the clause after it. */
const whatIs = new RegExp(
  `${secret}(?:是|为)(?:什么|多少|啥|几)|需要(?:您|你)的?[^,，。]{0,8}${secret}(?!.{0,6}(?:错|长|强|重))$`,
);
const thenTell = new RegExp(`${secret}[^。!?\\n]{0,10}[,，][^,，。]{0,4}${tell}`);
const askedFor = new RegExp(`${asks}${filler}${secret}`);
const papersAsked = new RegExp(
  `${papers}${filler}${toMe}|${asks}${filler}${papers}|${papers}[^,，。]{0,6}(?:发(?!给了|给陌|出)|上传|拍)`,
);

/** Where the customer types it himself, in the wallet: naming the secret is right there. */
const inApp =
  /(?:app|应用|钱包|客户端|页面|官网|小程序|键盘|系统|设置)(?:的)?[^,，。]{0,8}?(?:内|里|中|上|页|首页|完成|操作|输入|填写)/;
const refusal =
  /(?:^[^,，。]{0,6}(?<!需)(?:让|叫|要|逼|催)(?:您|你)(?!先)|不(?:发|传|拍|给|报|交|点|扫|转)|请勿|切勿|勿|不要|不会|绝不|从不|永不|不能|不得|不应|无需|不用|不需要|不必|没有必要|别|拒绝|凡是?|任何|谁|对方|有人|骗子|自称|冒充|诈骗|是否有人|如果有|如有人|索要|索取|向您要|neverask|never|don't|donot|won't)/;
const falseRefusal = /(?:不用|不要|不必|别|请勿|勿|无需)(?:担心|着急|紧张|怕|害怕|慌|急|紧|挂断|挂电话|告诉别人|声张)/g;

/** Sentences and their parts, each judged alone: a kind word before a demand does not soften it. */
function clauses(plain: string): string[] {
  return plain.split(/[,，。!?;；\n]/);
}

function refuses(clause: string): boolean {
  return refusal.test(clause.replace(falseRefusal, ''));
}

function asksSecret(plain: string): boolean {
  if (plain.split(/[。!?\n]/).some((sentence) => thenTell.test(sentence) && !refuses(sentence))) return true;
  return clauses(plain).some((clause) => {
    if (refuses(clause)) return false;
    if (toMeAfter.test(clause) || toMeBefore.test(clause) || whatIs.test(clause)) return true;
    return askedFor.test(clause) && !inApp.test(clause);
  });
}

const screenShare =
  /屏幕共享|共享屏幕|共享您?的?屏幕|屏幕分享|远程协助|远程控制|远程操作|向日葵|todesk|teamviewer|anydesk|腾讯会议|飞书会议|zoom会议|会议软件/;
const invites = /请|打开|开启|开一下|下载|安装|加入|进入|点击|同意|允许|配合|我们来|帮您|需要|麻烦|用/;
const safeAccount = /(?:安全|保护|监管|核查|清查|指定|验资|中转|资金池|公证|托管)(?:账户|账号|帐户|账戶|卡)/;
const moves = /转|汇|存入|打到|打入|打款|划|归集|充/;
const talksOfTrick = /所谓|不存在|没有|骗|诈|不会|不要|请勿|切勿|勿|凡是|绝不|任何|都是|警惕|谨防|自称|要求您|是否/;
const promise =
  /(?:保证|承诺|肯定(?:能|会|可以)|一定(?:能|会|可以|帮您|给您)|百分之?百|100%|必定|绝对(?:能|会|可以)|确保|包(?:您|你)?(?=追|找|挽|退|拿|要回|赔))[^,，。!?;]{0,14}?(?:追回|找回|挽回|退回|退还|赔付|赔偿|拿回|要回|返还|回来|到账|全额)/;
const noPromise =
  /(?:不|无法|不能|没法|没办法|难以|不敢|未)(?:能|会|作|做)?(?:[^,，。]{0,4})(?:保证|承诺|肯定|一定|确保|百分)|声称|自称|凡是|骗|诈|谎称|任何/;
const scan =
  /(?:扫|识别)[^,，。]{0,4}(?:这|下面|下方|以下|上面|上方|图中|我)[^,，。]{0,6}(?:二维码|码|图)|(?:扫描?|识别)(?:一下)?(?:二维)?码[^,，。]{0,4}(?:加我|添加|加好友|进群|入群|转账|退款)|请[^,，。]{0,6}扫[^,，。]{0,8}二维码/;
const allowedScan =
  /(?:不需要|不用|无需|不必|请勿|不要|勿|别|切勿|不会|绝不)|app|钱包内|官方|商家|骗|陌生|他人|对方|有人|收款码|付款码/;
const urges = /请|麻烦|(?:您|你)(?:先|现在|需要|可以|应该|得)|需要|帮您|我们|尽快|马上|立即|把/;

function anyClause(plain: string, holds: (clause: string) => boolean): boolean {
  return clauses(plain).some(holds);
}

function isSafeAccountDemand(clause: string): boolean {
  return (
    [safeAccount, moves, urges].every((part) => part.test(clause)) && !talksOfTrick.test(clause) && !refuses(clause)
  );
}

/** What no text of ours may say, whoever wrote it. Judged on plain lower-case text without spaces. */
export const refusals: readonly Refusal[] = [
  {
    code: 'asks_secret',
    reason: '不能向客户索要密码、验证码、安全码、助记词或私钥。请引导客户在 App 内自行操作。',
    refuses: asksSecret,
  },
  {
    code: 'asks_papers',
    reason: '不能在聊天里索要证件或银行卡的照片。请引导客户在 App 内提交。',
    refuses: (plain) =>
      anyClause(plain, (clause) => papersAsked.test(clause) && !refuses(clause) && !inApp.test(clause)),
  },
  {
    code: 'asks_screen',
    reason: '不能要求客户共享屏幕、远程协助或下载会议软件。',
    refuses: (plain) =>
      anyClause(
        plain,
        (clause) => screenShare.test(clause) && invites.test(clause) && !refuses(clause) && !talksOfTrick.test(clause),
      ),
  },
  {
    code: 'safe_account',
    reason: '不能要求客户把钱转到任何「安全账户」或指定账户。',
    refuses: (plain) => anyClause(plain, (clause) => isSafeAccountDemand(clause)),
  },
  {
    code: 'promise',
    reason: '不能承诺一定追回或赔付。请说明会做什么、多久给回音。',
    refuses: (plain) => anyClause(plain, (clause) => promise.test(clause) && !noPromise.test(clause)),
  },
  {
    code: 'qr',
    reason: '不能让客户扫聊天里的二维码。请引导客户从 App 内进入。',
    refuses: (plain) => anyClause(plain, (clause) => scan.test(clause) && !allowedScan.test(clause)),
  },
];
