import type { Connection } from 'mongoose';
import type { RecordNumber } from '../domain/ids.ts';
import type { Incident, Member } from '../domain/incident.ts';
import { insertNew } from '../store/collection.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';

type IncidentDocument = Omit<Incident, 'number'> & { readonly _id: RecordNumber };
type MemberDocument = Omit<Member, 'ticket'> & { readonly _id: Member['ticket'] };

const incidentsSpec: CollectionSpec = {
  name: 'incidents',
  retention: 'record',
  subject: 'nobody',
  fields: {
    title: { type: String, required: true },
    text: { type: String, required: true },
    topics: [String],
    state: { type: String, enum: ['open', 'closed'], required: true },
    epoch: { type: Number, required: true },
    at: { type: Date, required: true },
    closedAt: Date,
    replies: [{ _id: false, text: String, at: Date, by: String }],
  },
  indexes: [{ key: { state: 1, at: -1 } }],
};

const membersSpec: CollectionSpec = {
  name: 'incident_tickets',
  retention: 'conversation',
  subject: { by: 'openId', field: 'openId', erase: 'documents' },
  fields: {
    incident: { type: String, required: true },
    openId: { type: String, required: true },
    told: { type: Number, required: true },
  },
  indexes: [{ key: { incident: 1, told: 1 } }, { key: { openId: 1 } }],
};

/** More replies than this are no news any more. */
const mostReplies = 50;

/** Incidents and their tickets. A ticket is in one incident at most: the first that it was put into. */
export function createIncidents({ connection }: { connection: Connection }) {
  const incidents = modelOf<IncidentDocument>(connection, incidentsSpec);
  const members = modelOf<MemberDocument>(connection, membersSpec);

  async function open({ number, ...facts }: Incident): Promise<void> {
    await insertNew<IncidentDocument>(incidents, { _id: number, ...facts });
  }

  async function get(number: RecordNumber): Promise<Incident | undefined> {
    const found = await incidents.findById(number).lean<IncidentDocument>();
    return found ? toIncident(found) : undefined;
  }

  /** Open ones, or closed ones, newest first. */
  async function list(state: Incident['state'], limit: number): Promise<Incident[]> {
    const found = await incidents.find({ state }).sort({ at: -1 }).limit(limit).lean<IncidentDocument[]>();
    return found.map(toIncident);
  }

  /** @returns false when the ticket is in an incident already */
  async function join({ ticket, ...facts }: Member): Promise<boolean> {
    return insertNew<MemberDocument>(members, { _id: ticket, ...facts });
  }

  /**
   * Adds a reply to all of an incident's customers, the closing one where `closes` says so.
   *
   * @returns undefined when the epoch is over, or the incident is closed
   */
  async function say(
    number: RecordNumber,
    epoch: number,
    { reply, closes }: { readonly reply: Incident['replies'][number]; readonly closes: boolean },
  ): Promise<Incident | undefined> {
    const changed = await incidents
      .findOneAndUpdate(
        { _id: number, epoch, state: 'open', [`replies.${mostReplies - 1}`]: trusted({ $exists: false }) },
        {
          $push: { replies: reply },
          $inc: { epoch: 1 },
          ...(closes && { $set: { state: 'closed' as const, closedAt: reply.at } }),
        },
        { returnDocument: 'after' },
      )
      .lean<IncidentDocument>();
    return changed ? toIncident(changed) : undefined;
  }

  /** Tickets whose customers have not been sent all of the replies yet. */
  async function untold(incident: RecordNumber, replies: number, limit: number): Promise<Member[]> {
    const found = await members
      .find({ incident, told: trusted({ $lt: replies }) })
      .limit(limit)
      .lean<MemberDocument[]>();
    return found.map(({ _id: ticket, ...rest }) => ({ ticket, ...rest }));
  }

  /** A customer has been sent a reply; whoever says so twice changes nothing. */
  async function noteTold({ ticket, told }: Member): Promise<void> {
    await members.updateOne({ _id: ticket, told }, { $inc: { told: 1 } });
  }

  /** How many tickets each of these incidents has; none is said of one that has none. */
  async function sizesOf(numbers: readonly RecordNumber[]): Promise<ReadonlyMap<RecordNumber, number>> {
    const found = await members.aggregate<{ _id: RecordNumber; tickets: number }>([
      { $match: { incident: { $in: [...numbers] } } },
      { $group: { _id: '$incident', tickets: { $sum: 1 } } },
    ]);
    return new Map(found.map(({ _id, tickets }) => [_id, tickets]));
  }

  return { open, get, list, join, say, untold, noteTold, sizesOf };
}

function toIncident({ _id: number, ...rest }: IncidentDocument): Incident {
  return { number, ...rest };
}

export type Incidents = ReturnType<typeof createIncidents>;
