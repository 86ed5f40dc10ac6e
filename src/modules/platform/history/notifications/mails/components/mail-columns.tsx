"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { dateFormat } from "@/lib/intl";
import type { MailStatus } from "@/lib/mail-status";
import { useApi } from "@/trpc/react";
import { type NotificationType, typeFacts } from "../../rules";
import type { MailLine } from "../schema";

const states: Readonly<Record<MailStatus, { label: string; tone: BadgeTone }>> = {
  waiting: { label: "Waiting", tone: "neutral" },
  sending: { label: "Sending", tone: "info" },
  sent: { label: "Sent", tone: "positive" },
  failed: { label: "Failed", tone: "danger" },
  unknown: { label: "Unknown", tone: "warning" },
  skipped: { label: "Skipped", tone: "warning" },
};

/** An e-mail: its recipient, its subject, its outcome, and the button that sends it again. */
export const mailColumns: readonly PlainColumn<MailLine>[] = [
  {
    label: "Recipient",
    width: "minmax(0,1.2fr)",
    cell: (mail) => (
      <>
        <span className="block truncate">
          <span className="font-medium">{mail.member.name}</span>
          {mail.address ? <span className="ml-1.5 text-muted text-sm">{mail.address}</span> : null}
        </span>
        <Facts mail={mail} />
      </>
    ),
  },
  {
    label: "About",
    phone: "phone:order-last phone:col-span-2 phone:text-sm",
    cell: ({ kind, types, urgent }) => (
      <span className="text-muted">
        {kindText[kind] ?? types.map(typeText).join(", ")}
        {urgent ? " (urgent)" : ""}
      </span>
    ),
  },
  { label: "Time", width: 88, time: ({ finishedAt, createdAt }) => finishedAt ?? createdAt },
  {
    label: "Status",
    width: 84,
    cell: ({ status }) => <Badge tone={states[status].tone}>{states[status].label}</Badge>,
  },
  {
    label: "Actions",
    width: 104,
    cell: ({ id, mayRetry }) => <span className="flex justify-end">{mayRetry ? <SendAgain id={id} /> : null}</span>,
  },
];

function typeText({ type, count }: MailLine["types"][number]): string {
  const label = typeFacts[type as NotificationType]?.label ?? type;
  return count > 1 ? `${label} × ${count}` : label;
}

const kindText: Readonly<Partial<Record<MailLine["kind"], string>>> = {
  invitation: "Invitation",
  digest: typeFacts.digest.label,
};

const mayArriveTwice = "“Send again” may deliver it twice; most mail programs then show it once.";
const twice: Readonly<Record<MailLine["kind"], string>> = {
  notifications: mayArriveTwice,
  digest: mayArriveTwice,
  invitation: "“Send again” sends a new link; the one of this e-mail stops working.",
};

/** Below the name: the reason, when it goes, how often it was tried, and its number at the mail server. */
function Facts({ mail }: { mail: MailLine }) {
  const { locale, zone: timeZone } = useWorkspace();
  const when = dateFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const parts = [
    mail.reason,
    mail.status === "waiting" ? `Will be sent ${when.format(new Date(mail.dueAt))}` : null,
    mail.mayRetry && mail.status === "unknown" ? twice[mail.kind] : null,
    mail.attempts > 1 ? counted(mail.attempts, { one: "attempt", many: "attempts" }, locale) : null,
  ].filter((part) => part !== null);
  return (
    <>
      {parts.length > 0 ? <span className="block break-words text-muted text-sm">{parts.join(" · ")}</span> : null}
      {mail.messageId ? (
        <span className="block truncate font-mono text-faint text-sm" title={mail.messageId}>
          {mail.messageId}
        </span>
      ) : null}
    </>
  );
}

function SendAgain({ id }: { id: string }) {
  const api = useApi();
  const client = useQueryClient();
  const retry = useMutation(
    api.notificationMails.retry.mutationOptions({
      onSuccess: () => notify.success("The e-mail is sent again"),
      onError: toastRefusal,
      onSettled: () => client.invalidateQueries(api.notificationMails.pathFilter()),
    }),
  );
  return (
    <Button size="sm" icon={<RotateCw aria-hidden />} busy={retry.isPending} onClick={() => retry.mutate({ id })}>
      Send again
    </Button>
  );
}
