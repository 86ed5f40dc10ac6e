"use client";

import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { DateField, InstantField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { menuItem } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { localDay } from "@/lib/working-time";
import { givenDay, instant } from "@/lib/zod";
import type { TodayActs } from "../client";
import { actsOf, itemWhen, type NewTime, rescheduleChoices, snoozeChoices, snoozeRefusal } from "../rules";
import type { AgendaItem } from "../schema";

export interface MoveDialogProps {
  item: AgendaItem;
  /** Snoozing goes to a later time only. */
  as: "snooze" | "reschedule";
  timeZone: string;
  onMove: TodayActs["move"];
  onClose(): void;
}

const words = {
  snooze: { title: "Snooze", done: "snoozed to", submit: "Snooze" },
  reschedule: { title: "Reschedule", done: "moved to", submit: "Reschedule" },
} as const;

/** Another time for an item: one of the usual ones with one key, or any by typing. */
export function MoveDialog({ item, as, timeZone, onMove, onClose }: MoveDialogProps) {
  const { locale } = useWorkspace();
  const [now] = useState(() => new Date());
  const today = localDay(now, timeZone);
  const choices = (as === "snooze" ? snoozeChoices : rescheduleChoices)(item, now, timeZone);
  const textOf = (to: NewTime) =>
    itemWhen(
      { ...item, endsAt: null, ...("day" in to ? { startsAt: null, day: to.day } : { startsAt: to.startsAt }) },
      { today, locale, timeZone },
    ) || "today";
  async function move(to: NewTime): Promise<void> {
    onClose();
    await onMove(item, to, `${item.title} ${words[as].done} ${textOf(to)}`);
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={`${words[as].title} ${item.title}`}>
        <div className="flex flex-col gap-3 px-4 pt-2 pb-4">
          <ul>
            {choices.map(({ label, to }) => (
              <li key={label}>
                <button
                  type="button"
                  className={cn(menuItem, "w-full hover:bg-surface-hover")}
                  onClick={() => void move(to)}
                >
                  <CalendarClock aria-hidden />
                  {label} <Moment label={label} text={textOf(to)} />
                </button>
              </li>
            ))}
          </ul>
          <TypedTime item={item} as={as} now={now} timeZone={timeZone} onMove={move} />
        </div>
      </DialogContent>
    </Dialog>
  );
}

/** The day or time of a choice, where its words do not say it already. */
const Moment = ({ label, text }: { label: string; text: string }) =>
  text.toLowerCase() === label.toLowerCase() ? null : <span className="ml-auto text-faint text-sm">{text}</span>;

interface TypedTimeProps extends Pick<MoveDialogProps, "item" | "as" | "timeZone"> {
  now: Date;
  onMove(to: NewTime): Promise<void>;
}

/** A day or a time as people type it; snoozing to the past is refused. */
function TypedTime({ item, as, now, timeZone, onMove }: TypedTimeProps) {
  const hasTime = item.startsAt !== null && actsOf(item)?.startsAt !== undefined;
  const [schema] = useState(() =>
    schemaFor(hasTime, as === "snooze" ? (to) => snoozeRefusal(to, now, timeZone) : null),
  );
  const form = useZodForm(schema, { defaultValues: { to: "" } });
  return (
    <Form
      form={form}
      className="gap-2 border-t pt-3"
      onSubmit={({ to }) => onMove(hasTime ? { startsAt: to } : { day: to })}
    >
      <FormError />
      {hasTime ? (
        <InstantField name="to" label="Another time" placeholder="Thursday 3pm" />
      ) : (
        <DateField name="to" label="Another day" placeholder="next Tuesday" />
      )}
      <SubmitButton className="self-end">{words[as].submit}</SubmitButton>
    </Form>
  );
}

function schemaFor(hasTime: boolean, refusal: ((to: NewTime) => string | null) | null) {
  const value: z.ZodType<string, string> = hasTime ? instant : givenDay;
  return z.object({
    to: value.superRefine((to, context) => {
      const message = refusal?.(hasTime ? { startsAt: to } : { day: to }) ?? null;
      if (message !== null) context.addIssue({ code: "custom", message });
    }),
  });
}
