/** Set by test/support/on-mongodb.ts in the jest project `mongodb`: MONGODB_URI may be set where `unit` runs, too. */
declare var onMongoDb: boolean | undefined;
