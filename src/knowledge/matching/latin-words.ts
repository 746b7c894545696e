/**
 * What customers type in Latin letters, English or pinyin, by the Chinese that it is read as. English is matched word by
 * word; what glues a sentence together is read as nothing. Pinyin may be written together or apart.
 */
const english: Readonly<Record<string, string>> = {
  人工: 'human person real_person operator representative live_agent human_agent human_being live_person',
  客服: 'agent customer_service support service_desk customer_support',
  找: 'talk_to speak_to speak_with talk_with chat_with contact reach',
  客服电话: 'hotline phone_number telephone_number contact_number customer_service_number',
  投诉: 'complaint complain complaints complaining',
  被盗: 'hacked was_hacked stolen was_stolen been_stolen got_stolen been_hacked got_hacked compromised',
  偷走: 'stole steal',
  他: 'he she they him her them',
  有人: 'someone somebody anyone anybody',
  陌生: 'unknown stranger strange',
  被骗: 'scammed got_scammed was_scammed been_scammed cheated defrauded got_cheated was_cheated been_cheated',
  诈骗: 'scam fraud phishing scammer scammers fraudster',
  假的: 'fake',
  可疑: 'suspicious',
  官方: 'official genuine legit',
  冻结: 'freeze frozen suspend',
  锁定: 'locked locked_out blocked',
  忘记: 'forgot forget forgotten',
  找回: 'recover reset',
  密码: 'password passcode pin',
  验证码: 'verification_code otp sms_code code',
  登录: 'login log_in sign_in signin logging_in',
  账号: 'account accounts',
  退款: 'refund refunded refunds money_back',
  提现: 'withdraw withdrawal withdrawing cash_out withdrawals',
  充值: 'top_up topup recharge deposit add_money',
  转账: 'transfer transferred transferring remit send_money sent_money',
  支付: 'pay payment paid paying',
  失败: 'failed fail fails failure declined rejected unsuccessful',
  没收到: 'not_received not_receive not_arrived never_arrived did_not_receive didnt_receive havent_received not_come',
  没有: 'not no dont didnt havent hasnt',
  不能: 'cannot cant unable',
  绑定: 'bind link_a_card link_my_card add_a_card add_card bind_card',
  银行卡: 'bank_card card debit_card cards',
  余额: 'balance',
  钱: 'money funds cash',
  限额: 'limit limits',
  手续费: 'fee fees charge_fee',
  扣款: 'charged charge deducted debited',
  两次: 'twice double',
  实名认证: 'kyc identity_verification verify_identity real_name',
  修改: 'change update modify',
  手机号: 'mobile mobile_number phone',
  短信: 'sms text_message',
  二维码: 'qrcode qr_code',
  链接: 'link website url site',
  举报: 'report',
  怎么: 'how how_to how_do how_can',
  多久: 'how_long when',
  多少: 'how_much how_many',
  为什么: 'why',
  什么: 'what which',
  哪里: 'where',
  我的: 'my mine',
  我: 'i me im ive',
  你们: 'you your',
  要: 'want need would_like id_like',
  是: 'is are this_is it_is its',
  谢谢: 'thank thanks thank_you thankyou thx ty 3q 3ks',
  早上好: 'good_morning',
  晚上好: 'good_evening good_night good_afternoon',
  系统: 'system server',
  崩了: 'down crashed',
  未授权交易: 'unauthorized_transaction unauthorised_transaction unauthorized_payment unauthorized_charge',
  要我: 'asked_me asks_me asking_me told_me',
  发: 'send give share',
  '': 'a an the to of please pls can could do does did was were be been have has got it this that in on for from with and so very much just still',
};

const pinyin: Readonly<Record<string, string>> = {
  人工: 'rengong zhenren',
  客服: 'kefu kf',
  转: 'zhuan',
  投诉: 'tousu',
  举报: 'jubao',
  被盗: 'beidao',
  盗刷: 'daoshua',
  被骗: 'beipian',
  骗子: 'pianzi',
  诈骗: 'zhapian',
  冻结: 'dongjie',
  解冻: 'jiedong',
  验证: 'yanzheng',
  验证码: 'yanzhengma',
  官方: 'guanfang',
  电话: 'dianhua',
  密码: 'mima',
  忘记: 'wangji',
  忘了: 'wangle',
  登录: 'denglu',
  账号: 'zhanghao',
  账户: 'zhanghu',
  充值: 'chongzhi',
  提现: 'tixian',
  转账: 'zhuanzhang',
  退款: 'tuikuan',
  支付: 'zhifu fukuan',
  到账: 'daozhang',
  没到: 'meidao',
  收不到: 'shoubudao',
  没收到: 'meishoudao',
  银行卡: 'yinhangka',
  绑卡: 'bangka',
  绑定: 'bangding',
  解绑: 'jiebang',
  实名: 'shiming',
  认证: 'renzheng',
  身份证: 'shenfenzheng sfz',
  余额: 'yue',
  钱包: 'qianbao',
  钱: 'qian',
  手续费: 'shouxufei',
  限额: 'xiane',
  手机: 'shouji',
  失败: 'shibai',
  多久: 'duojiu',
  多少: 'duoshao',
  怎么: 'zenme zenmeyang',
  怎么办: 'zenmeban',
  为什么: 'weishenme',
  什么: 'shenme',
  没有: 'meiyou',
  没: 'mei',
  不: 'bu',
  了: 'le',
  我: 'wo',
  我的: 'wode',
  你: 'ni',
  要: 'yao',
  吗: 'ma',
  在吗: 'zaima',
  有人: 'youren',
  到: 'dao',
  被: 'bei',
  你好: 'nihao',
  谢谢: 'xiexie',
  再见: 'zaijian',
};

const read = (table: Readonly<Record<string, string>>): Map<string, string> =>
  new Map(
    Object.entries(table).flatMap(([word, others]) =>
      others.split(' ').map((other) => [other.replaceAll('_', ' '), word] as const),
    ),
  );

const englishWords = read(english);
const pinyinWords = read(pinyin);
const mostWords = 3;
const longestPinyin = Math.max(...[...pinyinWords.keys()].map(({ length }) => length));

const latinRun = /[a-z3][a-z']*(?:[ ]+[a-z3][a-z']*)*/g;

/** @param text normalised, in small letters: English words and pinyin become Chinese, what is neither stays as it is */
export function readLatin(text: string): string {
  return text.replace(latinRun, (run) => (run.length > 1 ? readRun(run.replaceAll("'", '').split(/ +/)) : run));
}

function readRun(words: readonly string[]): string {
  let said = '';
  for (let at = 0; at < words.length;) {
    const { length, text } = phraseAt(words, at);
    // Chinese needs no space around it; two words that stay do.
    said += said !== '' && /[a-z]$/.test(said) && /^[a-z]/.test(text) ? ` ${text}` : text;
    at += length;
  }
  return said;
}

/** The longest phrase of known words from there, else the word alone as pinyin, else the word as it stands. */
function phraseAt(words: readonly string[], at: number): { readonly length: number; readonly text: string } {
  for (let length = Math.min(mostWords, words.length - at); length > 0; length--) {
    const phrase = words.slice(at, at + length);
    const known = englishWords.get(phrase.join(' ')) ?? pinyinWords.get(phrase.join(''));
    if (known !== undefined) return { length, text: known };
  }
  const word = words[at] ?? '';
  return { length: 1, text: readPinyin(word) ?? word };
}

/** A word that is pinyin words from end to end, the longest first; undefined where some of it is not. */
function readPinyin(word: string): string | undefined {
  let said = '';
  for (let at = 0; at < word.length;) {
    let length = Math.min(longestPinyin, word.length - at);
    while (length > 0 && !pinyinWords.has(word.slice(at, at + length))) length--;
    if (length === 0) return undefined;
    said += pinyinWords.get(word.slice(at, at + length)) ?? '';
    at += length;
  }
  return said;
}
