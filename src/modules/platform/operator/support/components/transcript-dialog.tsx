"use client";

import { Avatar } from "@/components/ui/avatar";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { FigureRow } from "@/components/ui/figure-row";
import { scopeText } from "@/lib/support-events";
import { capital } from "@/lib/text";
import { useSpan } from "../client";
import type { SupportSession } from "../schema";
import { TranscriptLines } from "./transcript-lines";

/** The transcript of a session as a sheet. */
export function TranscriptDialog({ session, onClose }: { session: SupportSession; onClose: () => void }) {
  const span = useSpan();
  const { staff, member, write, state, decidedBy, opened, changed, refused, ticket } = session;
  const scope = capital(scopeText(write));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={span(session)} size="lg" closeButton>
        <DialogBody className="px-0 phone:px-0">
          <div className="flex items-center gap-3 px-4 pb-3">
            <span className="flex shrink-0 -space-x-1.5">
              <Avatar name={staff} size={28} decorative />
              <Avatar name={member.name} id={member.id ?? undefined} size={28} decorative />
            </span>
            <p className="min-w-0">
              <span className="block truncate font-medium">{`${staff} as ${member.name}`}</span>
              <span className="block truncate text-muted text-sm">
                {decidedBy ? `${scope}, ${state === "refused" ? "refused" : "allowed"} by ${decidedBy.name}` : scope}
              </span>
            </p>
          </div>
          <FigureRow
            figures={[
              { label: "Opened", value: opened },
              { label: "Changed", value: changed },
              { label: "Refused", value: refused },
              { label: "Ticket", value: ticket },
            ]}
          />
          <div className="px-4">
            <TranscriptLines session={session} />
          </div>
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
