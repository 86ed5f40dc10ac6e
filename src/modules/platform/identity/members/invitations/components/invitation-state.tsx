"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { dateFormat } from "@/lib/intl";
import type { MailStatus } from "@/lib/mail-status";
import type { Member } from "../../schema";
import { heldWords } from "../rules";

export interface InvitationStateProps {
  invitation: NonNullable<Member["invitation"]>;
}

/** The state of an invitation: its end, that it waits for a seat, or why its e-mail has not been sent. */
export function InvitationState({ invitation }: InvitationStateProps) {
  const { locale, zone: timeZone } = useWorkspace();
  const day = dateFormat(locale, { month: "short", day: "numeric", timeZone });
  const time = dateFormat(locale, { timeStyle: "short", timeZone });
  const { sentAt, mail, expiresAt, expired, heldBy } = invitation;
  if (heldBy)
    return (
      <span className="whitespace-normal text-warning">
        {heldWords(heldBy.name)}. Invite this person again, or revoke it.
      </span>
    );
  if (expiresAt === null)
    return <span className="whitespace-normal text-warning">Waiting for a seat, not sent yet</span>;
  if (sentAt === null) {
    if (mail?.status === "sending") return "Sending";
    const parts = [
      words[mail?.status ?? "failed"],
      mail?.reason,
      mail?.status === "waiting" ? `Next attempt at ${time.format(new Date(mail.dueAt))}` : null,
    ];
    const tone = mail?.status === "waiting" || mail?.status === "unknown" ? "text-warning" : "text-danger";
    return <span className={`whitespace-normal ${tone}`}>{parts.filter(Boolean).join(" · ")}</span>;
  }
  const ends = day.format(new Date(expiresAt));
  if (expired) return <span className="text-warning">{`Expired ${ends}, not accepted`}</span>;
  return `Sent ${day.format(new Date(sentAt))}, expires ${ends}`;
}

const words: Readonly<Partial<Record<MailStatus, string>>> = {
  waiting: "Not sent yet",
  unknown: "May not have arrived",
  failed: "Not sent",
  skipped: "Not sent",
};
