import { describe, expect, it } from '@jest/globals';
import { createMatcher } from '../../src/knowledge/matching/matcher.ts';
import { understandText } from '../../src/knowledge/understand.ts';

const matcher = createMatcher([]);
const intentOf = (text: string) => understandText(text, { matcher, entries: [] }).intent;

describe('words that customers may rely on', () => {
  it.each([
    ['客服', 'human'],
    ['人工', 'human'],
    ['转人工', 'human'],
    ['联系客服', 'human'],
    ['在线咨询', 'human'],
    ['帮助', 'help_menu'],
    ['菜单', 'help_menu'],
    ['投诉', 'complaint'],
    ['反馈', 'feedback'],
    ['公告', 'announcement'],
    ['举报', 'phishing_report'],
    ['验证', 'verify_agent'],
    ['进度', 'progress'],
    ['结束', 'end'],
    ['取消', 'cancel'],
    ['跳过', 'skip'],
  ])('%s means %s, also with spaces and punctuation around it', (word, intent) => {
    expect(intentOf(word)).toBe(intent);
    expect(intentOf(` 「${word}」！ `)).toBe(intent);
    expect(intentOf(Array.from(word).join(' '))).toBe(intent);
    expect(intentOf(`请问${word}。。`)).toBe(intent);
  });

  it.each([
    ['轉人工', 'human'],
    ['聯繫客服', 'human'],
    ['線上諮詢', 'human'],
    ['幫助', 'help_menu'],
    ['選單', 'help_menu'],
    ['投訴', 'complaint'],
    ['舉報', 'phishing_report'],
    ['驗證', 'verify_agent'],
    ['進度', 'progress'],
    ['結束', 'end'],
    ['跳過', 'skip'],
  ])('%s means %s', (word, intent) => {
    expect(intentOf(word)).toBe(intent);
  });
});
