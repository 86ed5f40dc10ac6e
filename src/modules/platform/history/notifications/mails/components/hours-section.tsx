"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";

const title = "When e-mails are sent";

/** Whether e-mail that is not urgent waits for the member's working hours. */
export function HoursSection() {
  const api = useApi();
  const client = useQueryClient();
  const { href } = useWorkspace();
  const query = useQuery(api.notificationMails.hours.queryOptions({}));
  const save = useMutation(api.notificationMails.setHours.mutationOptions({ onError: toastRefusal }));
  if (query.error && !query.data) return <QueryFailed title="Your choice could not be loaded" query={query} />;
  return (
    <SettingsSection
      title={title}
      description={
        <>
          E-mails that are not urgent wait until your working hours begin, and are sent as one e-mail.{" "}
          <Link className="link" href={href("/settings/my-hours")}>
            Change my hours
          </Link>
        </>
      }
      className="border-t-0"
    >
      {query.data ? (
        <Segmented
          aria-label={title}
          options={[
            { value: "working", label: "In working hours" },
            { value: "always", label: "At any time" },
          ]}
          value={query.data.quiet ? "working" : "always"}
          onValueChange={(when) =>
            save.mutate(
              { quiet: when === "working" },
              {
                onSuccess: (saved) => {
                  client.setQueryData(api.notificationMails.hours.queryKey({}), saved);
                  notify.success("Your choice is saved");
                },
              },
            )
          }
        />
      ) : (
        <SkeletonRegion label="Loading the sending times of e-mails">
          <Skeleton className="w-64" />
        </SkeletonRegion>
      )}
    </SettingsSection>
  );
}
