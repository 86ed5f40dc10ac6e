import { randomUUID } from "node:crypto";
import { tokenHash } from "@/server/crypto";
import type { Db } from "@/server/db/tenant-db";
import { type AllowedCase, type Arrange, soon } from "./allowed-case";

interface Given {
  memberId: string;
  account: string;
  marker: string;
}

/** A sample record, and a domain whose people may join, in the rows of a full workspace. Returns the id of the domain. */
export async function makeOnboarding(db: Db, { memberId, account, marker }: Given): Promise<string> {
  await db.sampleRecord.create({ data: { entity: "account", recordId: account } });
  const asked = { email: `${marker}@test.example`, askedById: memberId, tokenHash: tokenHash(marker) };
  const data = { domain: `${marker}.example`, ...asked, expiresAt: new Date(soon()) };
  return (await db.joinDomain.create({ data, select: { id: true } })).id;
}

/** No sample data yet, and a default pipeline that takes its opportunities. */
const readyForSamples: Arrange = async (db, { pipeline = "" }) => {
  await db.sampleRecord.deleteMany({});
  await db.pipeline.updateMany({ data: { isDefault: false } });
  await db.pipeline.update({ where: { id: pipeline }, data: { isDefault: true } });
  return undefined;
};

/** The caller asked for this link. */
const withLink: Arrange = async (db, { joinDomain = "" }, ctx) => {
  const token = randomUUID();
  const data = { tokenHash: tokenHash(token), askedById: ctx.member?.id ?? "" };
  await db.joinDomain.update({ where: { id: joinDomain }, data });
  return { token };
};

export const onboardingCases: Record<string, AllowedCase> = {
  addSampleData: { arrange: readyForSamples, input: () => ({}) },
  askJoinDomain: { input: () => ({ email: `boss@${randomUUID()}.example` }) },
  confirmJoinDomain: { arrange: withLink, input: ({ token }) => ({ token }) },
};
