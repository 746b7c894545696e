// The mongodb project of jest.config.js: a missing address must fail, not silently test the embedded store again.
if (!process.env.MONGODB_URI) throw new Error('npm run test:mongodb needs MONGODB_URI');
process.env.STORE_UNDER_TEST = 'mongodb';
