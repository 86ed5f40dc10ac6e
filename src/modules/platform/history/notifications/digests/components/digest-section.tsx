"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Select } from "@/components/ui/select";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { dateFormat } from "@/lib/intl";
import { useApi } from "@/trpc/react";

const title = "When the morning digest is sent";
const stepMinutes = 30;
const dayMinutes = 24 * 60;

/** The times of a day in the words of the workspace, and the chosen one. */
function timeOptions(chosen: number, locale: string) {
  const text = dateFormat(locale, { timeStyle: "short", timeZone: "UTC" });
  const steps = Array.from({ length: dayMinutes / stepMinutes }, (_, step) => step * stepMinutes);
  return [...new Set([...steps, chosen])]
    .sort((a, b) => a - b)
    .map((minute) => ({ value: String(minute), label: text.format(minute * 60_000) }));
}

/** The time of the morning digest, which the table above turns on and off. */
export function DigestSection() {
  const api = useApi();
  const client = useQueryClient();
  const { locale } = useWorkspace();
  const { zone } = useWorkspace();
  const query = useQuery(api.notifications.digestTime.queryOptions({}));
  const preferences = useQuery(api.notifications.preferences.queryOptions({}));
  const save = useMutation(api.notifications.setDigestTime.mutationOptions({ onError: toastRefusal }));
  if (query.error && !query.data)
    return <QueryFailed title="The time of the digest could not be loaded" query={query} />;
  const isOff = preferences.data?.some(({ type, wanted }) => type === "digest" && !wanted) ?? false;
  return (
    <SettingsSection
      title={title}
      description="The morning digest is one e-mail with what is overdue, due today and to be followed up, and what happened since the last one. It is sent on the days on which you work, and not if there is nothing to say."
    >
      {query.data ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Select
            aria-label={title}
            className="w-32"
            disabled={isOff || save.isPending}
            value={String(query.data.at)}
            options={timeOptions(query.data.at, locale)}
            onValueChange={(at) =>
              save.mutate(
                { at: Number(at) },
                {
                  onSuccess: (saved) => {
                    client.setQueryData(api.notifications.digestTime.queryKey({}), saved);
                    notify.success("The time of the digest is saved");
                  },
                },
              )
            }
          />
          <span className="text-muted">
            {isOff ? "The morning digest is turned off in the table above." : `Time zone: ${zone}`}
          </span>
        </div>
      ) : (
        <SkeletonRegion label="Loading when the digest is sent">
          <Skeleton className="w-32" />
        </SkeletonRegion>
      )}
    </SettingsSection>
  );
}
