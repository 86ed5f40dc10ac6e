"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { useHydrated } from "@/components/form/use-hydrated";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { useApi } from "@/trpc/react";
import { type NotificationType, typeFacts } from "../../rules";
import type { Subscription } from "../schema";

export interface UnsubscribeFormProps {
  token: string;
  /** The type that the link in the e-mail named. */
  type: NotificationType | null;
  subscription: Subscription;
}

const labelsOf = (types: readonly NotificationType[]) => types.map((one) => typeFacts[one].label).join(", ");

/**
 * Ends e-mail without signing in: of the type that the link names, or all. Nothing happens before a button is pressed.
 */
export function UnsubscribeForm({ token, type, subscription }: UnsubscribeFormProps) {
  const api = useApi();
  const live = useHydrated();
  const [now, setNow] = useState(subscription);
  const [stopped, setStopped] = useState<NotificationType[]>([]);
  const change = useMutation(api.notificationMails.unsubscribe.mutationOptions());
  const on = now.types.filter(({ wanted }) => wanted).map((one) => one.type);
  const named = type !== null && on.includes(type) ? type : null;

  async function set(types: NotificationType[], wanted: boolean) {
    const answer = await change.mutateAsync({ token, types, wanted }).catch(() => null);
    if (!answer) return;
    setNow(answer);
    setStopped(wanted ? [] : types);
  }
  const button = { size: "lg", disabled: !live, busy: change.isPending } as const;
  return (
    <div className="flex flex-col gap-4" aria-live="polite">
      {change.error ? <Note tone="danger">{readServerError(change.error).message}</Note> : null}
      {stopped.length > 0 ? (
        <p>
          You no longer get e-mails about: <span className="font-medium">{labelsOf(stopped)}</span>.
        </p>
      ) : null}
      <p className="text-muted">
        {on.length === 0
          ? `${now.workspace} no longer sends you notifications by e-mail. Your inbox in the app has not changed.`
          : `${now.workspace} sends you e-mails about: ${labelsOf(on)}.`}
      </p>
      <div className="flex flex-wrap gap-2">
        {named ? (
          <Button {...button} variant="primary" onClick={() => void set([named], false)}>
            {`Stop e-mails about “${typeFacts[named].label}”`}
          </Button>
        ) : null}
        {on.length > 0 ? (
          <Button
            {...button}
            variant={named || stopped.length > 0 ? "secondary" : "primary"}
            onClick={() => void set(on, false)}
          >
            Stop all e-mails from this workspace
          </Button>
        ) : null}
        {stopped.length > 0 ? (
          <Button {...button} onClick={() => void set(stopped, true)}>
            Turn them on again
          </Button>
        ) : null}
      </div>
    </div>
  );
}
