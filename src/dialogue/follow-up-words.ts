import { toPlainText } from '../lib/plain-text.ts';

/**
 * What a few words add to the matter under talk, where they name none of their own.
 *
 * - `yes` that very matter · `over` it is done · `drop` it is given up · `why` what for · `send` how to hand in a picture or papers · `back` whether the money comes back
 * - `late` it takes too long, or how long it takes · `stuck` the steps don't work · `how` which step, and where
 * - `upset` what it does to the customer · `detail` an amount, a day, a bank, a message shown
 */
export type FollowUp =
  'yes' | 'over' | 'drop' | 'why' | 'send' | 'back' | 'late' | 'stuck' | 'how' | 'upset' | 'detail';

/**
 * The same of an emergency.
 *
 * - `false` there was none · `calling` the other side is still on the phone · `safe` nothing was done yet, how to make sure
 * - `recover` will the money come back
 * - `family` somebody else is the victim, and won't listen · `line` our own phone is busy
 * - `noApp` the phone or the app is out of reach · `cards` what about the bound cards · `seen` what the other side can see
 * - `truth` is it genuine · `done` what was told is done, what next
 */
export type DangerTalk =
  'false' | 'calling' | 'safe' | 'recover' | 'family' | 'line' | 'noApp' | 'cards' | 'seen' | 'truth' | 'done';

/** What somebody who waits for a person may say: `where` how far it is · `thanks`. */
export type Waiting = 'where' | 'thanks';

type Signs<Name extends string> = readonly (readonly [Name, readonly RegExp[]])[];

const over =
  /^(?:钱|款|退款|哦|嗯|啊|哈|终于|已经|现在|刚|好的?|可以了|谢谢|自己|又|它|[,了])*(?:到了|到账了?|收到了|解决了|弄好了|搞定了?|好了|可以了|成功了|登上了|登录上了|绑上了|没事了|不用了|没问题了|ok了?)(?:谢谢[你您]?|啊|啦|哈|哦|[,了])*$/;

const followUps: Signs<FollowUp> = [
  ['yes', [/^(?:对的?|是的?|没错|就是(?:这个|这件|它)?(?:事)?|嗯+|(?:改|弄|做|换|填|交)(?:完|好)了)(?:啊|呀|,)*$/]],
  ['over', [over]],
  [
    'drop',
    [
      /^(?:那|那就|还是|我|,)*(?:算了|不办了|不弄了|不用了)[,吧]*(?:不[^,]{1,6}了)?$|^(?:那|就|还是|我|,)*不(?!行|到|了|见)[^,]{1,4}了$/,
    ],
  ],
  [
    'why',
    [
      /^(?:那|这|到底|是|,)*(?:为什么|为啥|什么原因|啥原因|怎么回事|咋回事|怎么会这样)(?:不行|不能|会这样)?(?:呢|啊|呀)?$/,
    ],
  ],
  [
    'send',
    [
      /(?:发|给|传|交|寄)(?:给|到|在|去)?(?:你们?|您|这里|这儿|这边|客服)[^,]{0,3}(?:可以|行|吗|么|呢|能|看)/,
      /怎么(?:发|给|传|提交)(?:给)?(?:你|您|图|材料|证据)/,
      /(?:截图|图片|照片|材料|证据|聊天记录|视频)[^,]{0,6}(?:发|给|传|交)(?:哪|给|到|你)/,
      /^(?:那|,)*(?:我)?(?:有|这里有|保存了|截了)(?:截图|证据|聊天记录|录音|图)(?:的)?$/,
    ],
  ],
  [
    'back',
    [
      /^(?:那|还|到底|钱|,)*(?:你们|你)?(?:能|可以|会|可不可以)(?:不能|不可以|不会)?(?:给我|帮我)?(?:退|撤|取消|要|拿|找)(?:回来?|款|钱|掉)?(?:了)?(?:吗|么|不|呢)?$/,
    ],
  ],
  [
    'late',
    [
      /(?:\d|[一二两三四五六七八九十几半好])个?多?(?:天|小时|钟头|分钟|星期|礼拜|周|月)(?:了|多|还|没|都|过|$)/,
      /还没(?:有)?(?:到|好|收到|处理|退|解|动静|消息|结果|弄好)/,
      /没(?:有)?(?:动静|消息|下文|结果)$/,
      /多久|多长时间|什么时候|几天|啥时候|啥时|何时|要几个工作日/,
      /等(?:了)?(?:好|很|这么|那么)久/,
      /太慢|这么慢|好慢|转圈|(?:显示|还是|还在|一直)(?:在)?(?:处理中|审核中)/,
      /(?:可是|但是|还是|也|都)?没(?:有)?(?:收到|到账|到)$/,
    ],
  ],
  [
    'stuck',
    [
      /(?:还是|都|也|就是|仍然|依然|老是|一直)(?:不行|没用|不可以|不能|失败|这样|不对|进不去|点不了|打不开|弄不了|没反应)/,
      /^(?:不行|没用|失败)(?:啊|呀|了|的|,)*$/,
      /试(?:过|了|好几|很多)/,
      /^(?:我)?(?:看|听)?不懂$|^(?:这是)?(?:什么|啥)意思$/,
      /不管用|没反应|点不(?:了|开|动)|弄不(?:了|来|好|懂)|搞不(?:懂|定|来)|不会(?:弄|用|操作|搞)|看不(?:懂|明白)|没看懂|听不懂/,
      /(?:别的|其他|其它)的?(?:办法|方法|途径)/,
      /按[^,]{0,6}(?:做|操作|弄)(?:过)?了/,
      /没有(?:这个|那个|你说的)/,
      /找不到$/,
      /谁(?:来|能)?(?:管|处理|负责)|找谁|管不管/,
    ],
  ],
  [
    'how',
    [
      /^(?:那|然后|请问|我|,)*(?:要|应该|该)?(?:在|去|到|从)?(?:哪|哪里|哪儿|什么地方)(?:里|儿)?(?:可以|能)?(?:看|找|查|点|弄|设置|操作|办)?(?:的|呢|啊|呀)?$/,
      /^(?:那|然后|具体|请问|我|到底|,)*(?:要|应该|该)?(?:怎么|怎麼|怎样|咋|咋个)(?:弄|办|操作|看|查|点|做|搞|整)(?:的|呢|啊|呀|好)?$/,
      /^(?:那|,)*(?:然后|接下来|下一步|之后|接着)(?:呢|怎么办|怎么做|,)*$/,
      /第[一二三四五\d]步/,
      /(?:说|讲)(?:得|的)?(?:详细|清楚|明白|慢|简单)(?:一?点|些)/,
    ],
  ],
  [
    'upset',
    [
      /^急$|问了[^,]{0,3}遍|行不行$|别让我等|耍我|踢皮球|推来推去/,
      /烦死|好烦|气死|急死|急疯|急用|着急|很急|好急|无语|崩溃|受不了|垃圾|破(?:软件|平台|钱包|系统|玩意)|坑人|坑爹|害怕|好怕|慌|难受|想哭|哭了|怎么这样|什么态度|凭什么/,
      /^(?:你们|你|这)(?:就是|都是|是|真是|全是)*(?:一群|一帮|这群|这帮|群|帮|个)?骗子|骗子(?:公司|平台)$/,
      /操|妈的|他妈|tmd|傻逼|傻b|\bsb\b|废物|智障|滚|去死|有病|脑残|[你尼]妈|王八|狗屁|放屁/,
    ],
  ],
  [
    'detail',
    [
      /^[^,\d]{0,6}\d{1,9}(?:\.\d{1,2})?(?:块|元|万|千|百|k|w|来块|多块|多)?(?:钱|块钱|左右)?$/,
      /^[一二两三四五六七八九十几百千万]{1,6}(?:块|元|多|来)?(?:钱)?$/,
      /^(?:用|是|走|从)?[^,]{0,8}(?:银行|信用卡|储蓄卡|借记卡|微信|余额|零钱)(?:卡)?(?:的|付的|转的|里的|里|充的|买的)$/,
      /^(?:是|就|大概|应该|差不多)*(?:昨天|今天|前天|大前天|上午|中午|下午|晚上|早上|凌晨|刚刚?|刚才|上周|上个月|周[一二三四五六日天]|\d+[号日点月])[^,]{0,8}$/,
      /^(?:它|他|上面|页面|一直)?(?:显示|提示|写着|写的是|弹出|出现)/,
      /^(?:是)?(?:转|打|汇|付|充|退)(?:到|给|去|进|的是)[^,]{1,10}$/,
      /^(?:是)?(?:我|他|她)?(?:朋友|同学|亲戚|老板|房东|家人|商家|店家)(?:的|说[^,]{0,6})?$/,
      /(?:也|还是|都)?没有$|^[^,]{0,6}银行(?:卡)?$/,
    ],
  ],
];

const dangerTalk: Signs<DangerTalk> = [
  [
    'false',
    [
      /^(?:哦|噢|啊|原来|应该|好像|可能|查了|,)*是(?:会员|自动续费|续费|自动扣款|我(?:自己|老婆|老公|家人|孩子|儿子|女儿)(?:付|买|花|转|登|用|弄)?)|想起来了|误会|(?:看|搞|弄|记)错了|虚惊/,
    ],
  ],
  ['calling', [/还在(?:电话|线上|打|跟我|和我|说话|讲|催)|(?:还没|没有|没|不敢|不让)挂|正在(?:通话|打电话|跟我)/]],
  [
    'recover',
    [
      /(?:能|可以|还能|会|可能|希望|办法)[^,]{0,6}(?:追|要|找|拿|拦|退|挽|取)(?:得|不)?(?:回|下)/,
      /追(?:得|不)?回|拿回来|要回来|赔(?:不赔|吗|偿|我)|拦(?:下来|住|截)|止付|还有救/,
    ],
  ],
  [
    'safe',
    [/(?:还没|没有|没|幸好|差点)(?:有)?(?:转|付|给|打钱|汇|点|填|共享)|(?:怎么|如何|怎样)(?:核实|确认|验证|判断|辨别)/],
  ],
  [
    'family',
    [
      /劝|不听我|不信我|不相信我|还要(?:转|打|汇|充)|她不肯|他不肯/,
      /(?:她|他|我妈|我爸|妈妈|爸爸|老人|奶奶|爷爷|家人)的?(?:账户|账号|钱包|密码|卡)/,
    ],
  ],
  ['line', [/(?:电话|热线|400|客服|你们)[^,]{0,4}(?:打不通|没人接|不接|占线|接不通|打不进)/]],
  ['cards', [/(?:银行)?卡[^,]{0,6}(?:挂失|冻结|停|注销|怎么办|要不要)|绑了?[^,]{0,6}卡|卡(?:里|上)的?钱/]],
  [
    'seen',
    [
      /(?:看|知道|拿|偷|盗)[^,]{0,3}(?:到|得到|见|走)[^,]{0,4}(?:密码|验证码|卡号|信息|短信)|(?:下载?|装|安装)(?:好|完|过)?了/,
    ],
  ],
  [
    'truth',
    [
      /(?:是)?真的(?:吗|么|假的)|真假|靠谱吗|可信吗|(?:他|她|对方)(?:们)?(?:说|自称)|影响征信/,
      /不(?:关|取消|注销|转|配合)[^,]{0,6}(?:就|要|会|每)|每(?:个月|月|年)扣/,
    ],
  ],
  [
    'done',
    [
      /(?:报|打)(?:了|过|完)(?:警|110|96110|电话)?|报(?:了|过|完)?警了?$|(?:110|96110|警)[^,]{0,3}(?:打|报)(?:了|过|完)|^(?:已经|都|也)*报警/,
      /^(?!.*(?:能|可以|帮|怎么|没)).*(?:冻结|挂|挂断|挂掉|关|删|卸载|退出|断网|改|改完|改好|拉黑)了/,
      /照做了|都(?:做|弄|按)[^,]{0,3}了|^(?:然后|接下来|下一步|之后|还要做什么)(?:呢|怎么办|,)*$/,
    ],
  ],
  [
    'noApp',
    [
      /没(?:有)?(?:了)?手机|进不(?:了|去)|打不开|登不(?:上|了|进)|登录不了|没(?:法|办法)(?:登|进|打开)|(?:别人|老婆|老公|朋友|家人|同事|我妈|我爸)的?手机|网页|电脑/,
    ],
  ],
];

const waiting: Signs<Waiting> = [
  [
    'where',
    [
      /多久|多长时间|什么时候|几个人|几位|排到|排第|第几|前面|轮到|怎么还|还要等|还没(?:人|轮|好|来|处理)|有没有人|有人(?:吗|么|在)|没人|人呢|怎么样了|进展|进度|快点|快一?些|赶紧|催/,
      /^(?:在|在吗|在不在|你好|您好|喂|hello|hi|人工|客服|转人工|[,?])+$/,
    ],
  ],
  [
    'thanks',
    [
      /^(?:好的?|嗯|行|知道了|收到|明白|ok|,)*(?:谢谢|多谢|感谢|谢了|辛苦)[^,]{0,6}$/,
      /^(?:好的?|嗯+|行|知道了|收到|明白了?|ok)$/,
    ],
  ],
];

/** Said of a payment that was only asked about: it was made by somebody else. */
const notMine = /不是我(?!的错)|我没(?:有)?(?:花|动|转|买|操作|用|付|消费)|不认识|半夜|凌晨|睡觉|陌生/;

/** Said of somebody who was only suspected: what he asked for was done. */
const complied =
  /(?:转|垫|付|打|汇|充|交|投)(?:了|过去|完|给)|给(?:了)?(?:他|她|对方)|已经(?:转|垫|付|打|汇|交|填|点|扫)|(?:点|填|扫|输入|下载)(?:了|过|完)/;

const denied = /(?:没|没有|不会|别|不要|要不要|该不该)[^,]{0,2}(?:转|垫|付|打|汇|充|交|给|点|填|扫|下载)/;

/** A fee before money can be had: what only cheats ask. */
const feeFirst =
  /(?:要|让我|叫我|得)[^,]{0,3}先?[^,]{0,2}(?:交|缴|付|充)[^,]{0,3}(?:税|保证金|解冻|手续费|押金|会员|认证金|流水)/;

export function asksFeeFirst(text: string): boolean {
  return feeFirst.test(plainWords(text));
}

export function isNotMine(text: string): boolean {
  const words = plainWords(text);
  return words.length <= fewCharacters && notMine.test(words);
}

export function hasComplied(text: string): boolean {
  const words = plainWords(text);
  return complied.test(words) && !denied.test(words);
}

/** Longer ones are told for themselves. */
const fewCharacters = 18;

/** Words of a matter: who says one that the matter under talk has not talks about another. */
const matters =
  /密码|验证码|实名|认证|刷脸|人脸|绑卡|绑定|解绑|充值|提现|转账|退款|限额|额度|手续费|发票|账单|客服|人工|投诉|举报|活动|公告|手机号|邮箱|注销|解冻|付款码|收款|上班|营业|电话|隐私|优惠|红包|注册|维护|短信/g;

/** Simplified, lower case, each run of punctuation one comma. */
export function plainWords(text: string): string {
  return toPlainText(text)
    .text.toLowerCase()
    .replace(/\s+/g, '')
    .replace(/[^\p{L}\p{N}.]+/gu, ',')
    .replace(/^,|,$/g, '')
    .slice(0, mostCharacters);
}

/** A bound for the work that one message can cause. */
const mostCharacters = 300;

/** @param about the words of the matter under talk: its title and its phrasings */
export function followUpIn(text: string, about: string): FollowUp | undefined {
  const words = plainWords(text);
  if (words.length > fewCharacters) return undefined;
  const own = words.match(matters) ?? [];
  return own.every((matter) => about.includes(matter)) ? firstOf(followUps, words) : undefined;
}

export function dangerTalkIn(text: string): DangerTalk | undefined {
  return firstOf(dangerTalk, plainWords(text));
}

export function waitingIn(text: string): Waiting | undefined {
  const words = plainWords(text);
  return words.length > fewCharacters ? undefined : firstOf(waiting, words);
}

/** Every pattern, for the proof that no text makes one slow. */
export const patterns: readonly RegExp[] = [
  ...[...followUps, ...dangerTalk, ...waiting].flatMap(([, signs]) => signs),
  ...[notMine, complied, denied, feeFirst],
];

function firstOf<Name extends string>(signs: Signs<Name>, words: string): Name | undefined {
  return signs.find(([, patterns]) => patterns.some((pattern) => pattern.test(words)))?.[0];
}
