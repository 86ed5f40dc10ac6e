/** All amounts: small within `npm run test:deep`, full as the guarantees state them. */
export type Scale = {
  name: "small" | "full";
  /** How many times as long as guaranteed anything may take: the small scale runs on machines that are busy otherwise. */
  slowness: number;
  appKills: number;
  /** Acknowledged writes between two kills. */
  writesPerKill: number;
  databaseKills: number;
  engineDownMs: number;
  /** Files that wait for the engine, and how often each is requested during its outage. */
  engineFiles: number;
  engineRounds: number;
  updateRounds: number;
  movingMs: number;
  /** Whether real time passes until a lost mail is given up (two minutes); else the clock is advanced. */
  waitsForMail: boolean;
  clients: number;
  drops: number;
  payingWorkspaces: number;
  /** Events of payments; each comes one to five times. */
  billingEvents: number;
  /** Entries that clients send to the ledger, repetitions included, and kills meanwhile. */
  useSent: number;
  useClients: number;
  useKills: number;
  limitRounds: number;
  /** Wrong passwords for one account, and the networks that they come from. */
  guesses: number;
  addresses: number;
  /** Writes of members, a key, a job and staff together. */
  auditWrites: number;
  /** The bytes of a file that is uploaded and downloaded. */
  fileBytes: number;
  /** How long people work, in how many workspaces, and how many people there are in each. */
  soakMs: number;
  soakWorkspaces: number;
  soakPeople: number;
  /** Records of a portal that are rehearsed and synced, and how many members work meanwhile and before it. */
  syncRecords: number;
  syncMembers: readonly [rehearsal: number, first: number];
  syncIdleMs: number;
};

export const scales: Record<Scale["name"], Scale> = {
  small: {
    name: "small",
    slowness: 6,
    appKills: 2,
    writesPerKill: 30,
    databaseKills: 1,
    engineDownMs: 2_000,
    engineFiles: 3,
    engineRounds: 1,
    updateRounds: 2,
    movingMs: 3_000,
    waitsForMail: false,
    clients: 50,
    drops: 2,
    payingWorkspaces: 2,
    billingEvents: 100,
    useSent: 5_000,
    useClients: 3,
    useKills: 1,
    limitRounds: 1,
    guesses: 1_000,
    addresses: 100,
    auditWrites: 300,
    fileBytes: 300_000_000,
    soakMs: 8_000,
    soakWorkspaces: 2,
    soakPeople: 4,
    syncRecords: 300,
    syncMembers: [4, 4],
    syncIdleMs: 5_000,
  },
  full: {
    name: "full",
    slowness: 1,
    appKills: 20,
    writesPerKill: 500,
    databaseKills: 5,
    engineDownMs: 600_000,
    engineFiles: 10,
    engineRounds: 20,
    updateRounds: 20,
    movingMs: 180_000,
    waitsForMail: true,
    clients: 500,
    drops: 10,
    payingWorkspaces: 10,
    billingEvents: 1_000,
    useSent: 100_000,
    useClients: 8,
    useKills: 3,
    limitRounds: 10,
    guesses: 10_000,
    addresses: 1_000,
    auditWrites: 10_000,
    fileBytes: 1_900_000_000,
    soakMs: 2_700_000,
    soakWorkspaces: 5,
    soakPeople: 10,
    syncRecords: 10_000,
    syncMembers: [20, 50],
    syncIdleMs: 30_000,
  },
};
