/** 密码 as such, also misspelt and broken up; what is sent to a telephone is a code. */
export const saidPassword = '(?<!动态|短信|手机|随机|[一1]次性|验证|otp)(?:密 ?[码马玛]|口令|卡密)';

/** In pinyin, in English and as it is abbreviated. */
const latin =
  '(?<![A-Za-z])(?:mi ?ma|passwor[dt]|passwd|passphrase|pass(?= ?(?:is|was|:|=))|pwd?(?:\\d(?![A-Za-z\\d]))?(?![a-z])|psw|pin(?: ?(?:code|number|no\\.?))?码?|mm(?<!\\d ?mm)(?= ?(?:就?是|为|好像|应该|一直|设|改|:|=)| ?[A-Za-z]{2,}\\d| ?\\d{6}))';

/** Source of a pattern for every word that names a password. */
export const password = `(?:${saidPassword}|密保答案?|${latin})`;
