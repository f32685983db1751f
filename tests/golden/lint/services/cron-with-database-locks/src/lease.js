const { MongoClient } = require('mongodb');

const client = new MongoClient(process.env.MONGODB_URI);

/** A lease in MongoDB: true for the one process that got it. */
exports.acquireLease = async function acquireLease(name, ms) {
  const now = new Date();
  try {
    const lease = await client.db().collection('leases').findOneAndUpdate(
      { _id: name, until: { $lt: now } },
      { $set: { until: new Date(now.getTime() + ms), owner: process.pid } },
      { upsert: true, returnDocument: 'after' },
    );
    return lease !== null;
  } catch (e) {
    if (e.code === 11000) return false; // somebody else was first
    throw e;
  }
};
