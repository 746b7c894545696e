import { fewCharacters, firstOf, plainWords, type Signs } from './plain-words.ts';

/**
 * What a few words add to an emergency that is under talk.
 *
 * - `false` there was none · `calling` the other side is still on the phone · `safe` nothing was done yet, how to make sure
 * - `recover` will the money come back
 * - `family` somebody else is the victim, and won't listen · `line` our own phone is busy
 * - `noApp` the phone or the app is out of reach · `cards` what about the bound cards · `seen` what the other side can see
 * - `truth` is it genuine · `done` what was told is done, what next
 */
export type DangerTalk =
  'false' | 'calling' | 'safe' | 'recover' | 'family' | 'line' | 'noApp' | 'cards' | 'seen' | 'truth' | 'done';

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

const doneAsTold =
  /^(?:好的?|嗯|我|已经?|都|也|刚才?|[,，\s])*(?:冻结|挂失|挂断|断网|卸载|退出|拉黑|报警)(?:好|完|掉)?了[。！!]*$/;

/** 已经冻结了, and no question about it. */
export function isDoneAsTold(text: string): boolean {
  return doneAsTold.test(text.trim());
}

export function dangerTalkIn(text: string): DangerTalk | undefined {
  return firstOf(dangerTalk, plainWords(text));
}

/** Every pattern, for the proof that no text makes one slow. */
export const dangerPatterns: readonly RegExp[] = [
  ...dangerTalk.flatMap(([, signs]) => signs),
  ...[notMine, complied, denied, feeFirst, doneAsTold],
];
