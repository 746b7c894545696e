import { anyClause, isInApp, refusesTo } from './clauses.ts';
import { asksSecret } from './outgoing-secrets.ts';

type Refusal = {
  readonly code: string;
  readonly reason: string;
  readonly refuses: (plain: string) => boolean;
  /** a link or number in the text says more */
  readonly yields?: boolean;
};

const paper = '(?:身份证|护照|银行卡|信用卡|证件|sfz)';
const picture = '(?:正反面|正面|反面|背面|照片?|相片|图片|复印件|扫描件|原件|照)';
const toMe =
  '(?:发给?我|发给?我们|发到这里|发在这里|发一下|发下|发来|发过来|传给?我|传过来|传一下|给我|给一下|提供一下|提供下|截图|截个图|拍给我|拍一下|拍照|给客服|发给客服|提供给客服)';
const asks =
  '(?:请|麻烦|烦请|需要|需|要|先|得|还要|然后|现在)(?:您|你)?(?:再|先|尽快|马上|直接|在此|在这里)?(?:提供|发送|发|给|出示|上传|拍摄|拍一?下?)';
const filler = '[^,，。!?;；\\n]{0,12}?';
const papers = `${paper}(?:的)?${picture}`;
const papersAsked = new RegExp(
  [
    `${papers}${filler}${toMe}|${asks}${filler}${papers}|${papers}[^,，。]{0,6}(?:发(?!给了|给陌|出)|上传|拍)`,
    `(?:拍|传|发|扫描)(?:一?下|张|给我)+(?:您的?|你的?)?${paper}(?![号尾后])|(?:把|将)(?:您的?|你的?)?${paper}(?:拍|传|发|扫)`,
  ].join('|'),
);

const screenShare =
  /屏幕共享|共享[^,。]{0,4}屏幕|屏幕分享|投屏|远程(?:协助|控制|操作|桌面)|向日[葵癸魁]|todesk|teamviewer|anydesk|rustdesk|(?:腾讯|飞书|钉钉|zoom|视频|线上|云)会议|会议(?:软件|号|共享|里)|(?:开|进|加入)(?:个|一个|入)?会议|点(?:一?下|击)?共享/;
const invites =
  /请|打开|开启|开一?下|开个|点(?:一下)?共享|下载|下个|装|加入|进|点击|同意|允许|配合|我们来|帮您|需要|麻烦|用|带您|共享一?下/;
/** Over, or to be ended. */
const leaves = /已(?:经)?(?:共享|打开|开启|下载|安装|装)|(?:装|共享|下载|开)了|退出|卸载|关闭|关掉|停止|结束|删除|断开/;
const safeAccount =
  /(?:安全|保护|监管|核查|清查|指定|验资|中转|资金池|公证|托管|专用)(?:账户|账号|帐户|账戶|帐号|卡)|(?:我们|这边|保护|监管|公家|指定)[^,。]{0,6}户头|(?:我|我们|这边|下面|以下)(?:给|发|提供)?[^,。]{0,4}(?:账户|账号|帐户|帐号|卡|地址)/;
const moves = /转|汇|挪|移到|存入|打到|打入|打款|划|归集|充/;
const talksOfTrick =
  /的$|被(?:要求|让|骗)|(?<!需)(?:让|要|叫|拉)(?:您|你)(?:加|进|交|付)|所谓|不存在|没有|骗|诈|不会|不要|请勿|切勿|勿|凡是|绝不|任何|都是|警惕|谨防|自称|是否|要求您/;
const urges = /请|麻烦|(?:您|你)(?:先|现在|需要|可以|应该|得)|需要|帮您|我们|尽快|马上|立即|把/;
const payment =
  /(?:请|先|需要?(?:您|你)|麻烦)[^,。]{0,6}(?:交|付|缴|支付|充值?|转|打)[^,。]{0,6}(?:保证金|解冻[费金]|押金|验证[费金]|认证[费金]|激活|工本费|会员费|服务费|刷流水)|先(?:转|充|打|付)[^,。]{0,6}(?:钱|款|元|块)/;
const promise =
  /(?:保证|承诺|肯定(?:能|会|可以|给您|给你|帮您|帮你)|一定(?:能|会|可以|帮您|给您)|百分之?百|100%|必定|绝对(?:能|会|可以|给您|帮您)|确保|包(?:您|你)?(?=追|找|挽|退|拿|要回|赔))[^,，。!?;]{0,14}?(?:追回|找回|挽回|退|赔|拿回|要回|返还|回来|到账|全额)/;
/** 「可以帮您追回全部损失」: said as a thing that can be done, of money. */
const canRecover =
  /(?<!不|是否|能否|不一定|未必)(?:可以|能够?|会)(?![否不])(?:帮|替|为|给)?(?:您|你)?(?:把)?(?:[^,，。!?;]{0,6})?(?:追回|要回|拿回|挽回|追讨)(?:来)?(?:[^,，。!?;]{0,3}(?:全部|所有|损失|资金|钱|款)|来)/;
const noPromise =
  /(?:不|无法|不能|没法|没办法|难以|不敢|未)(?:能|会|作|做)?(?:[^,，。]{0,4})(?:保证|承诺|肯定|一定|确保|百分)|声称|自称|凡是|骗|诈|谎称|任何/;
const scan =
  /(?:扫|识别)[^,，。]{0,4}(?:这|下面|下方|以下|上面|上方|图中|我)[^,，。]{0,6}(?:二维码|码|图)|(?:扫描?|识别)(?:一下)?(?:二维)?码[^,，。]{0,4}(?:加我|添加|加好友|进群|入群|转账|退款)|请[^,，。]{0,6}扫[^,，。]{0,8}二维码/;
const allowedScan =
  /(?:不需要|不用|无需|不必|请勿|不要|勿|别|切勿|不会|绝不)|app|钱包内|官方|商家|骗|陌生|他人|对方|有人|收款码|付款码/;
const elsewhere =
  /加(?:一?下)?我[^,。]{0,4}(?:微|薇|威|v|扣扣|qq|个人|好友|企鹅)|加(?:一?下|个)?(?:微信|好友|qq|扣扣|v信|vx)(?!提现|支付)|我的(?:个人)?(?:微信|qq|扣扣|vx|v信|手机)(?:号码?)?(?:是|:|为)|(?:微信|扣扣|qq|v信|vx|电报|telegram|whatsapp)(?:上)?(?:联系|找)|私(?:聊|信|下联系)我|(?:进|入|加)(?:一?下)?(?:我们的?|这个)?(?:微信|qq|客户)?群/;

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
      anyClause(plain, (clause) => papersAsked.test(clause) && !refusesTo(clause) && !isInApp(clause)),
  },
  {
    code: 'asks_screen',
    reason: '不能要求客户共享屏幕、远程协助或下载会议软件。',
    refuses: (plain) =>
      anyClause(
        plain,
        (clause) => [screenShare, invites].every((part) => part.test(clause)) && !warns(clause) && !leaves.test(clause),
      ),
  },
  {
    code: 'safe_account',
    reason: '不能要求客户把钱转到任何「安全账户」或指定账户。',
    refuses: (plain) =>
      anyClause(plain, (clause) => [safeAccount, moves, urges].every((part) => part.test(clause)) && !warns(clause)),
  },
  {
    code: 'asks_payment',
    reason: '不能要求客户先付钱、交保证金或充值来办理业务。',
    refuses: (plain) => anyClause(plain, (clause) => payment.test(clause) && !warns(clause)),
  },
  {
    code: 'promise',
    reason: '不能承诺一定追回或赔付。请说明会做什么、多久给回音。',
    refuses: (plain) =>
      anyClause(plain, (clause) => [promise, canRecover].some((said) => said.test(clause)) && !noPromise.test(clause)),
  },
  {
    code: 'elsewhere',
    reason: '不能请客户加微信、QQ 或进群。请在本公众号里继续沟通。',
    yields: true,
    refuses: (plain) => anyClause(plain, (clause) => elsewhere.test(clause) && !warns(clause)),
  },
  {
    code: 'qr',
    reason: '不能让客户扫聊天里的二维码。请引导客户从 App 内进入。',
    refuses: (plain) => anyClause(plain, (clause) => scan.test(clause) && !allowedScan.test(clause)),
  },
];

function warns(clause: string): boolean {
  return refusesTo(clause) || talksOfTrick.test(clause);
}
