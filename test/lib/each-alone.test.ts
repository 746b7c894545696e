import { describe, expect, it } from '@jest/globals';
import { eachAlone } from '../../src/lib/each-alone.ts';

describe('work for each alone', () => {
  const tried: string[] = [];
  const work = (one: string) => {
    tried.push(one);
    return one.startsWith('bad') ? Promise.reject(new Error(one)) : Promise.resolve();
  };

  it('goes on behind what fails, and says so at the end', async () => {
    await expect(eachAlone(['a', 'bad', 'b'], work)).rejects.toThrow('bad');
    await expect(eachAlone(['bad 1', 'c', 'bad 2'], work)).rejects.toMatchObject({
      errors: [new Error('bad 1'), new Error('bad 2')],
    });
    await eachAlone(['d'], work);

    expect(tried).toEqual(['a', 'bad', 'b', 'bad 1', 'c', 'bad 2', 'd']);
  });
});
