"use client";

import { OpportunityRecord } from "@/modules/crm/opportunities/components/opportunity-record";
import { RecordTimeline } from "@/modules/platform/events/components/record-timeline";

const paths = { account: "accounts", contact: "contacts", opportunity: "opportunities" };
const hiddenFields = ["closeDatePushes"];

/** The page of one opportunity, with its timeline. */
export function OpportunityPage({ id }: { id: string }) {
  return (
    <OpportunityRecord
      id={id}
      timeline={(opportunity) => (
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto phone:overflow-visible">
          <RecordTimeline
            entity="opportunity"
            id={id}
            name={opportunity.name}
            paths={paths}
            hiddenFields={hiddenFields}
          />
        </div>
      )}
    />
  );
}
