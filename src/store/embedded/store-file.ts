/** The file that a data folder has its store in. */
export const storeFile = 'store.lmdb';
