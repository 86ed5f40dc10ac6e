"use client";

import { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { notify } from "@/components/ui/toast";
import { shortText } from "@/lib/zod";
import { useCreateCalendar, useUpdateCalendar } from "../client";
import type { Calendar } from "../schema";

const none = "none";
const schema = z.object({ name: shortText, parentId: z.string() });
type Fields = z.input<typeof schema>;

export interface CalendarDialogProps {
  calendars: readonly Calendar[];
  /** The calendar to change; null creates one. */
  calendar: Calendar | null;
  onOpenChange: (open: boolean) => void;
  /** Called with a new calendar. */
  onCreated: (id: string) => void;
}

/** Creates a calendar such as that of a shift, or renames one and puts it below another. */
export function CalendarDialog({ calendars, calendar, onOpenChange, onCreated }: CalendarDialogProps) {
  const create = useCreateCalendar();
  const update = useUpdateCalendar();
  const top = calendars.find(({ kind }) => kind === "workspace")?.id ?? none;
  const form = useZodForm(schema, {
    defaultValues: { name: calendar?.name ?? "", parentId: calendar ? (calendar.parentId ?? none) : top },
  });
  const others = calendars.filter(({ id }) => id !== calendar?.id).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      title={calendar ? `Change ${calendar.name}` : "New calendar"}
      description={
        calendar
          ? undefined
          : "Such as a shift or an office. It begins with the hours and holidays of the one above it."
      }
      submit={calendar ? "Save changes" : "Create calendar"}
      onSubmit={async ({ name, parentId: place }) => {
        const parentId = place === none ? null : place;
        if (calendar?.kind === "workspace")
          await update.mutateAsync({ id: calendar.id, version: calendar.version, name });
        else if (calendar) await update.mutateAsync({ id: calendar.id, version: calendar.version, name, parentId });
        else onCreated((await create.mutateAsync({ name, parentId })).id);
        notify.success(calendar ? `${name} was saved` : `${name} was created`);
      }}
    >
      <TextField<Fields> name="name" label="Name" autoComplete="off" autoFocus />
      {calendar?.kind === "workspace" ? null : (
        <SelectField<Fields>
          name="parentId"
          label="Hours and holidays otherwise as in"
          options={[...others, { value: none, label: "No other calendar" }]}
        />
      )}
    </FormDialog>
  );
}
