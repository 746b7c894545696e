/** Words that name a verification code, also misspelt, in pinyin and broken up. */
export const codeName = new RegExp(
  [
    '[验厌眼言艳雁燕烟严颜盐研演宴] ?[证正政整征] ?(?:[码马玛吗嘛]|m(?![a-z]))|🐎|🐴|校 ?验 ?[码马]|(?:确认|动态|短信|激活|随机|授权|认证|核验|登[录陆])[码马]',
    '(?:动态|短信|手机|[一1]次性|随机|otp)(?:口令|密[码马玛])|验证密码|安全码|谷歌验证|身份验证器|动态验证(?!码)|authenticator',
    '(?<![a-z])(?:y ?z ?m|yan ?zheng ?ma|otp|totp|2fa|passcode)(?![a-z])',
    '(?:verif[iy][a-z]*|auth(?:entication)?|sms|security|confirm(?:ation)?|log ?in|one.?time) (?:code|pin|password)',
    '(?:收到|发来|发给我|短信里?|手机上?)(?:的|了)?(?:1?个)?码(?![头字农率数])',
    '(?<![\\u4e00-\\u9fff])码(?= ?[是:\\d]|发|给)|[的个]码(?=[是系])|[那这]个码(?![头字农率数])',
    '短信[^。]{0,8}?(?:数字|位数)|\\d ?[位个](?:数字|数|码)|[那这]个?6位的?(?=是| |:)|短信(?:里|上)?的?那?\\d位|验证的?数字?|收到的数',
    '短信验证(?!码)|(?:给|发|报|(?<!返)回)(?:你|您|他|她|了)?(?:个|的)?码|令牌|[那这]串数?',
    '(?<!(?:err|error|status|zip|postal|invite|promo|country|area|qr|source|bar|pin)[\\])}:_ -]{0,3})\\bcode\\b',
  ].join('|'),
  'gi',
);

/** Words that name the three digits on a card's back. */
export const cvvName = new RegExp(
  [
    'cvv2?|cvc2?|cvn2?|安全码|security (?:code|number)|卡背面?的?后?3位|背面(?:的|那)?(?:后|末)?3位|签[名字](?:栏|条|处|那条)',
    '卡片?验证码|卡背|3[ -]?digits?(?: \\w+)? on (?:the )?(?:back|card)|digits on (?:the )?back|card.?s? back|(?:back of|behind) (?:the |my )?card',
    '(?<!(?:手机|电话|证|订单|单|尾|卡号|账|帐|编|学|工|车牌|流水|户|号)号?码?的?(?:最|末)?)(?:后[面头]?|末尾?|最后面?|[反背]面|背后|卡后面)[的那有是写印着了]{0,3}3[位个码](?:数字?|码)?',
    '(?:[翻反]过来|翻到|[反背]面|背后|后[面头])[^。\\d]{0,10}3[位个]数字?',
    '(?<!(?:身份证|证件|护照|照片|单子)的?)(?:[背反]面|卡后面|卡背后|条后面)[的是写印]{0,2}(?=[ :]?\\d{3}(?!\\d))|[背反]面的?数字?',
  ].join('|'),
  'gi',
);

/** What has a number of its own, money that has moved, and what is counted. */
const others = [
  '(?<!收到的?|发来的?|[这那]个|验证码?|码的?|[1一][个串]|短信)号码?',
  '(?:[编代行区券]|二维|条形?|兑换|邀请|优惠|识别|付款|收款|设备|活动|序列|提货|会员|防伪|核销|[取提][件餐货])码',
  '流水|邀请人|航班|车次|直播间|房间|帖子|准考证|座位|[门车铭]牌|单子?|尾数|热线|版本|型号|微信|股票|基金|邮编|彩票|回执|合约|序列|识别|区块|凭证|凭条|批次|案件|保单|系统|配置|项目|高度|排名|销量|粉丝|播放|浏览|步骤',
  '(?<!验)证|[照牌表簿票券帐库版页序第约近超达共总满破排柜室层座区组班级届期值率]',
  '(?:报错|错误|状态|返回)(?:代?码)?|(?:错误|系统)提示|提示代?码|有效期|读数|数量|里程|[水电气]表|步数|积分|经验值?',
  '金额|余额|利息|工资|限额|额度|手续费|扣|转|充|(?<!支)付|花|提现|充值|消费|退|收款|存|赚|亏|赢|欠|借|还差|一共|总共',
  '[损丢]失|[骗少丢没]了?|[骗卷转]走|剩下?|里还有|[¥￥$*@#]|💰',
  '(?:err(?:or)?|status|zip|postal|invite|invitation|promo|country|area|qr|bar|source|gift|referral|coupon)[^a-z\\d]{0,3}(?:code)?',
  '(?:room|order|ref(?:erence)?|transaction|memo|tag|uid|case|ticket|build|version|tracking|invoice|user|member|account)[^a-z\\d]{0,3}(?:id|no\\.?|number)?',
  '\\b(?:qq|id|no\\.?|sn|tx)',
];

/** Right before the digits, these say that they are something else. */
export const otherName = new RegExp(`(?:${others.join('|')})[了的是为: ]{0,3}$|(?:www|http)\\S*$`, 'i');

/** As `otherName`, where there are more or fewer than the six digits of a code. */
export const phoneName = /(?:手机|电话|[致来]电|拨打?|打)[了的是为: ]{0,3}$/;

const counted =
  '粉丝|跌|涨|停牌|元|块|分|秒|天|年|月|日(?!期)|号|点(?![确击了完下提登])|时|小时|次|条|个|位|人|名|股|笔|%|万|千|百|亿|楼|层|室|栋|岁|期|倍|折|多|步|公?里|米|单(?!词)|斤|平|度|积分|币';
const currencies = 'usdt|usd|rmb|jpy|hkd|vnd|mmk|krw|thb|php|sgd|mop|eur|gbp|points|btc|eth|trx|cny|u\\b';
const senders = '发来|发的|发了|打来|短信|开头|打头|结尾|平台|这个号|这单';

/** Right behind the digits, these say what is counted, or that they are a part of something longer. */
export const unit = new RegExp(`^ ?(?:${counted}|${currencies}|${senders})|^[A-Za-z*@/]|^[-:.]\\d`, 'i');

/** `10086的验证码`, `95533说`: who sent or said something. */
export function isSender(digits: string, after: string): boolean {
  if (/^1069$/.test(digits)) return true;
  return (
    /^(?:95\d{3,}|96\d{3,}|100\d{2,}|106\d{3,}|12\d{3,})$/.test(digits) &&
    /^ ?(?:说|打|发|的|是你们|客服|短信|平台|这个[号电]|给我)/.test(after)
  );
}
