"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { AddActivityLine, NewActivityButton } from "@/modules/crm/activities/components/add-activity-line";
import { CompleteById } from "@/modules/crm/activities/components/complete-by-id";
import { FollowUpPanel } from "@/modules/crm/activities/follow-ups/components/follow-up-panel";
import { PipelineStrip } from "@/modules/crm/opportunities/components/pipeline-strip";
import { PushedCloses } from "@/modules/crm/opportunities/components/pushed-closes";
import { TodayPage, useTodayScope } from "@/modules/platform/data/today/components/today-page";
import { SinceYesterday } from "@/modules/platform/history/notifications/components/since-yesterday";

const details = { activity: CompleteById };

/** The page Today with the parts of the modules that the member may see. */
export function TodayScreen() {
  const { can } = useWorkspace();
  const [scope] = useTodayScope();
  const sells = can("opportunity:view");
  return (
    <TodayPage
      details={details}
      action={<NewActivityButton />}
      phoneAction={<NewActivityButton compact />}
      top={sells ? <PipelineStrip people={scope} /> : null}
      add={<AddActivityLine />}
      side={
        <>
          {sells ? <FollowUpPanel scope={scope} /> : null}
          {sells ? <PushedCloses scope={scope} /> : null}
          <SinceYesterday />
        </>
      }
    />
  );
}
