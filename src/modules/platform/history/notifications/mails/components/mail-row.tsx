"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
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

const labelOf = (type: string) => typeFacts[type as NotificationType]?.label ?? type;

/** One mail: to whom, about what, and what became of it. */
export function MailRow({ mail }: { mail: MailLine }) {
  const state = states[mail.status];
  const typeTexts = mail.types.map(({ type, count }) => (count > 1 ? `${labelOf(type)} × ${count}` : labelOf(type)));
  return (
    <li className="grid min-h-11 grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_88px_84px_104px] items-center gap-x-3 px-edge py-2 hairline-b hairline-soft phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-y-1.5">
      <span className="min-w-0">
        <span className="block truncate">
          <span className="font-medium">{mail.member.name}</span>
          {mail.address ? <span className="ml-1.5 text-muted text-sm">{mail.address}</span> : null}
        </span>
        <Facts mail={mail} />
      </span>
      <span className="min-w-0 text-muted phone:order-last phone:col-span-2 phone:text-sm">
        {mail.kind === "invitation" ? "Invitation" : typeTexts.join(", ")}
        {mail.urgent ? " (urgent)" : ""}
      </span>
      <RelativeTime
        at={mail.finishedAt ?? mail.createdAt}
        className="truncate text-muted phone:text-right phone:text-sm"
      />
      <span className="phone:col-start-1">
        <Badge tone={state.tone}>{state.label}</Badge>
      </span>
      <span className="flex justify-end">{mail.mayRetry ? <SendAgain id={mail.id} /> : null}</span>
    </li>
  );
}

const twice: Readonly<Record<MailLine["kind"], string>> = {
  notifications: "“Send again” may deliver it twice; most mail programs then show it once.",
  invitation: "“Send again” sends a new link; the one of this mail stops working.",
};

/** Below the name: the reason, when it goes, how often it was tried, and its number at the mail server. */
function Facts({ mail }: { mail: MailLine }) {
  const { locale, timeZone } = useWorkspace();
  const when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const parts = [
    mail.reason,
    mail.status === "waiting" ? `Will be sent ${when.format(new Date(mail.dueAt))}` : null,
    mail.mayRetry && mail.status === "unknown" ? twice[mail.kind] : null,
    mail.attempts > 1 ? counted(mail.attempts, { one: "attempt", many: "attempts" }) : null,
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
      onSuccess: () => notify.success("The mail is sent again"),
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
