"use client";

import { useQuery } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { SettingsList } from "@/components/layout/settings-list";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmLayer } from "@/components/ui/confirm-layer";
import { IconButton } from "@/components/ui/icon-button";
import { lazyLayer } from "@/components/ui/lazy-layer";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";
import { useDeleteCalendar } from "../client";
import type { Calendar, CalendarDay } from "../schema";
import { CalendarDays } from "./calendar-days";
import { CalendarWeek } from "./calendar-week";

const closing = { close: ({ onOpenChange }: { onOpenChange: (open: boolean) => void }) => onOpenChange(false) };
const LazyCalendar = lazyLayer(() => import("./calendar-dialog").then((part) => part.CalendarDialog), {
  of: "the form",
  ...closing,
});
const LazyDay = lazyLayer(() => import("./day-dialog").then((part) => part.DayDialog), { of: "the form", ...closing });
const LazyHolidays = lazyLayer(() => import("./holidays-dialog").then((part) => part.HolidaysDialog), {
  of: "the form",
  ...closing,
});

type Act = { kind: "new" | "rename" | "delete" | "holidays" } | { kind: "day"; day: CalendarDay | null };

/** The working hours of the workspace: the week, holidays and other days of each calendar. */
export function CalendarsPage() {
  const api = useApi();
  const { can, href } = useWorkspace();
  const query = useQuery(api.calendars.list.queryOptions({}));
  const [chosen, setChosen] = useState<string | null>(null);
  const [act, setAct] = useState<Act | null>(null);
  const may = can("calendar:manage");
  const open = () => setAct({ kind: "new" });
  return (
    <SettingsPage
      title="Working hours"
      description="When the workspace works. Reminders, service levels and e-mails follow these hours, unless members have their own. Only owners and admins can change this page."
      back={{ label: "Settings", href: href("/settings") }}
      changes={{ of: ["calendar"], title: "working hours" }}
      actions={
        may ? (
          <Button variant="primary" icon={<Plus aria-hidden />} onClick={open}>
            New calendar
          </Button>
        ) : null
      }
      phoneActions={may ? <IconButton label="New calendar" icon={<Plus aria-hidden />} onClick={open} /> : null}
    >
      <SettingsList of="working hours" className="hairline-t" query={query}>
        {(calendars) => {
          const calendar = calendars.find(({ id }) => id === chosen) ?? calendars[0];
          if (!calendar) return null;
          return (
            <>
              {calendars.length > 1 ? (
                <Choice calendars={calendars} calendar={calendar} may={may} onChoose={setChosen} onAct={setAct} />
              ) : null}
              <CalendarWeek key={calendar.id} calendar={calendar} may={may} />
              <CalendarDays
                calendar={calendar}
                may={may}
                onAdd={() => setAct({ kind: "day", day: null })}
                onEdit={(day) => setAct({ kind: "day", day })}
                onHolidays={() => setAct({ kind: "holidays" })}
              />
              <Acts
                calendars={calendars}
                calendar={calendar}
                act={act}
                onDone={() => setAct(null)}
                onCreated={setChosen}
              />
            </>
          );
        }}
      </SettingsList>
    </SettingsPage>
  );
}

interface ChoiceProps {
  calendars: readonly Calendar[];
  calendar: Calendar;
  may: boolean;
  onChoose: (id: string) => void;
  onAct: (act: Act) => void;
}

/** The calendar that is shown, with its own actions. */
function Choice({ calendars, calendar, may, onChoose, onAct }: ChoiceProps) {
  return (
    <div className="flex shrink-0 items-center gap-2 border-t px-edge pt-4">
      <Select
        aria-label="Calendar"
        className="w-64"
        options={calendars.map(({ id, name }) => ({ value: id, label: name }))}
        value={calendar.id}
        onValueChange={onChoose}
      />
      {may ? (
        <>
          <IconButton
            label={`Rename or move ${calendar.name}`}
            icon={<Pencil aria-hidden />}
            onClick={() => onAct({ kind: "rename" })}
          />
          {calendar.kind === "shared" ? (
            <IconButton
              label={`Delete ${calendar.name}`}
              icon={<Trash2 aria-hidden />}
              onClick={() => onAct({ kind: "delete" })}
            />
          ) : null}
        </>
      ) : null}
    </div>
  );
}

interface ActsProps {
  calendars: readonly Calendar[];
  calendar: Calendar;
  act: Act | null;
  onDone: () => void;
  onCreated: (id: string) => void;
}

function Acts({ calendars, calendar, act, onDone, onCreated }: ActsProps) {
  const { locale } = useWorkspace();
  const remove = useDeleteCalendar();
  const change = (open: boolean) => {
    if (!open) onDone();
  };
  if (!act) return null;
  if (act.kind === "day")
    return <LazyDay key={act.day?.id} calendarId={calendar.id} day={act.day} onOpenChange={change} />;
  if (act.kind === "holidays") {
    const country = new Intl.Locale(locale).maximize().region ?? null;
    return <LazyHolidays calendarId={calendar.id} country={country} onOpenChange={change} />;
  }
  if (act.kind === "delete")
    return (
      <ConfirmLayer
        open
        onOpenChange={change}
        title={`Delete the calendar ${calendar.name}?`}
        description="Its members will follow the working hours of the workspace. This cannot be undone."
        action="Delete calendar"
        onConfirm={async () => {
          try {
            await remove.mutateAsync({ id: calendar.id, version: calendar.version });
          } catch (error) {
            throw new Error(readServerError(error).message, { cause: error });
          }
          notify.success(`${calendar.name} was deleted`);
        }}
      />
    );
  return (
    <LazyCalendar
      key={act.kind}
      calendars={calendars}
      calendar={act.kind === "rename" ? calendar : null}
      onOpenChange={change}
      onCreated={onCreated}
    />
  );
}
