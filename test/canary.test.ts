import { describe, expect, it } from '@jest/globals';

// @swc/jest emits CommonJS without a word when the ESM flag is missing; a top-level await then fails to load.
const loaded = await Promise.resolve('as a module');

describe('the test runner', () => {
  it('runs files as ES modules', () => {
    expect(loaded).toBe('as a module');
    expect(import.meta.url).toMatch(/^file:/);
  });
});
