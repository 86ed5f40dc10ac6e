import type { Findings } from "./check";
import { accessEnded } from "./faults/access-ended";
import { appKilled } from "./faults/app-killed";
import { auditComplete } from "./faults/audit-complete";
import { billingEvents } from "./faults/billing-events";
import { channelsDown } from "./faults/channels-down";
import { databaseKilled } from "./faults/database-killed";
import { engineDown } from "./faults/engine-down";
import { exactUse } from "./faults/exact-use";
import { guessedPasswords } from "./faults/guessed-passwords";
import { largeFile } from "./faults/large-file";
import { largeSync } from "./faults/large-sync";
import { limitRace } from "./faults/limit-race";
import { mailLost } from "./faults/mail-lost";
import { movingTogether } from "./faults/moving-together";
import { parallelUpdates } from "./faults/parallel-updates";
import { plantedSecrets } from "./faults/planted-secrets";
import { reconnectStorm } from "./faults/reconnect-storm";
import { soak } from "./faults/soak";
import { storageDown } from "./faults/storage-down";
import { timeZones } from "./faults/time-zones";
import { toldToEnd } from "./faults/told-to-end";
import type { Stage } from "./stage/stage";

/** One fault to survive; the returned check runs later, after enough time. */
type Drill = {
  /** The guarantee that it checks. */
  id: string;
  title: string;
  run(stage: Stage, findings: Findings): Promise<(() => Promise<void>) | void>;
};

/** All drills in order: first those that need time before they can be checked. */
export const drills: Drill[] = [
  { id: "R5", title: "the app is killed between commit and delivery", run: appKilled },
  { id: "R6", title: "the database is killed under load", run: databaseKilled },
  { id: "R18", title: "secrets are planted, and the app fails with them", run: plantedSecrets },
  { id: "R9", title: "use is recorded twice, while the database and clients are killed", run: exactUse },
  { id: "R10", title: "two hundred ask for the last ten", run: limitRace },
  { id: "R17", title: "members, a key, a job and staff write at once", run: auditComplete },
  { id: "mail", title: "the app is killed while a mail is handed over", run: mailLost },
  { id: "R25", title: "fifty change the same opportunity at once", run: parallelUpdates },
  { id: "R15", title: "a password is guessed from many networks", run: guessedPasswords },
  { id: "R16", title: "access ends while somebody is at work", run: accessEnded },
  { id: "moves", title: "two people move cards of one board", run: movingTogether },
  { id: "R23", title: "many tabs lose the network and come back at once", run: reconnectStorm },
  { id: "R24", title: "clocks change, and days leap", run: timeZones },
  { id: "R8", title: "webhooks of payments come shuffled, repeated, forged and late", run: billingEvents },
  { id: "R7", title: "the workflow engine is away, and events come twice, backwards and late", run: engineDown },
  { id: "R14", title: "a large file comes in and goes out", run: largeFile },
  { id: "sync", title: "a portal is synced at the limits of its service while members work", run: largeSync },
  { id: "storage", title: "the storage of files is full, slow and away", run: storageDown },
  { id: "R4", title: "people of several workspaces work for a long time", run: soak },
  { id: "channels", title: "the channels server is away", run: channelsDown },
  { id: "end", title: "the server is told to end while clients are busy on kept connections", run: toldToEnd },
];
