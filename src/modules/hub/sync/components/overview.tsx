"use client";

import { Running } from "./running";
import { SetUp } from "./set-up";
import { isSettingUp } from "./sync-counts";
import { SyncScreen } from "./sync-screen";

/** The set-up of a connection until its first sync is started, then its progress and health. */
export function SyncOverview({ provider }: { provider: string }) {
  return (
    <SyncScreen provider={provider}>
      {(connected, objects) =>
        isSettingUp(objects) ? (
          <SetUp connected={connected} objects={objects} />
        ) : (
          <Running connected={connected} objects={objects} />
        )
      }
    </SyncScreen>
  );
}
