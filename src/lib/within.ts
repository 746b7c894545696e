/** What a promise comes to, or undefined where it takes longer; it goes on all the same. */
export function within<T>(pending: Promise<T>, ms: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    const stop = () => clearTimeout(timer);
    pending.then(stop, stop);
    pending.then(resolve, reject);
  });
}
