"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsPage } from "@/components/layout/settings-page";
import { SkipLink } from "@/components/layout/skip-link";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { permissionFor } from "@/lib/nouns/all";
import { useApi } from "@/trpc/react";
import { useSetPreference } from "../client";
import { DigestSection } from "../digests/components/digest-section";
import { HoursSection } from "../mails/components/hours-section";
import {
  channelLabels,
  isChoice,
  type NotificationType,
  notificationChannels,
  notificationTypes,
  recordOf,
  typeFacts,
} from "../rules";

const timesId = "mail-times";

/** Settings → You → Notifications: the types that the member gets, and by which channel. */
export function PreferencesPage() {
  const { href } = useWorkspace();
  return (
    <SettingsPage
      title="Notifications"
      description="Choose which notifications you get in this workspace, and where. Urgent notifications are sent by e-mail at once. Others are collected for a few minutes and sent in your working hours. Only you can see and change these settings. You get no notifications about records that you mute. If a colleague causes very many within an hour, later ones share a line, and none of those is sent at once."
      back={{ label: "Settings", href: href("/settings") }}
    >
      <SkipLink to={timesId}>Skip to the times of e-mails</SkipLink>
      <Grid />
      <p className="px-edge py-3 text-muted text-sm">
        E-mails about support access, the deletion and ownership of the workspace, its exports, and your own account
        cannot be turned off.
      </p>
      <div id={timesId} tabIndex={-1} className="shrink-0 outline-none">
        <HoursSection />
        <DigestSection />
      </div>
    </SettingsPage>
  );
}

/** The cells of a row: those of channels without a choice are empty, or one cell where e-mails are always sent. */
const cellsOf = (type: NotificationType) =>
  notificationChannels.filter((channel) => !typeFacts[type].mailedAlways || isChoice(type, channel));

function Grid() {
  const api = useApi();
  const { can } = useWorkspace();
  const query = useQuery(api.notifications.preferences.queryOptions({}));
  const set = useSetPreference();
  if (query.error && !query.data)
    return <QueryFailed title="Your notification settings could not be loaded" query={query} />;
  if (!query.data)
    return (
      <SkeletonRegion label="Loading notification settings">
        {notificationTypes.map((type) => (
          <div key={type} className="flex h-11 items-center border-border-soft border-b px-edge">
            <Skeleton className="w-40" />
          </div>
        ))}
      </SkeletonRegion>
    );
  const isShown = (type: NotificationType) => {
    const entity = recordOf(type);
    return entity === null || can(permissionFor(entity, "view"));
  };
  const wanted = new Map(query.data.map((row) => [`${row.type} ${row.channel}`, row.wanted]));
  return (
    <table aria-label="Notifications" className="w-full">
      <thead>
        <tr className="h-thead border-y text-left text-faint text-sm">
          <th scope="col" className="px-edge font-normal">
            What happens
          </th>
          {notificationChannels.map((channel) => (
            <th key={channel} scope="col" className="w-28 px-2 text-center font-normal phone:w-16 phone:px-1">
              {channelLabels[channel]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {notificationTypes.filter(isShown).map((type) => (
          <tr key={type} className="border-border-soft border-b">
            <th scope="row" className="px-edge py-2 text-left font-normal">
              <span className="block font-medium">{typeFacts[type].label}</span>
              <span className="block text-muted text-sm">{typeFacts[type].when}</span>
            </th>
            {cellsOf(type).map((channel) => (
              <td key={channel} className="px-2 text-center phone:px-1">
                {isChoice(type, channel) ? (
                  <Checkbox
                    aria-label={`${typeFacts[type].label}: ${channelLabels[channel]}`}
                    disabled={channel === "emailAtOnce" && !wanted.get(`${type} email`)}
                    checked={wanted.get(`${type} ${channel}`) ?? false}
                    onCheckedChange={(checked) => set({ type, channel, wanted: checked === true })}
                  />
                ) : null}
              </td>
            ))}
            {typeFacts[type].mailedAlways ? (
              <td colSpan={notificationChannels.length - cellsOf(type).length} className="text-center text-muted">
                Always
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
