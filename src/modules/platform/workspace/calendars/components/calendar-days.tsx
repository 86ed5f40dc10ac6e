"use client";

import { CalendarPlus, Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { settingsRow } from "@/components/layout/settings-list";
import { GroupHead } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { formatDay, todayIn } from "@/lib/day-words";
import { useAddHolidays, useRemoveDays } from "../client";
import { intervalsText, nextHolidays, readSource } from "../rules";
import type { Calendar, CalendarDay } from "../schema";

interface CalendarDaysProps {
  calendar: Calendar;
  may: boolean;
  onAdd: () => void;
  onEdit: (day: CalendarDay) => void;
  onHolidays: () => void;
}

/** The days of a calendar with other hours, those to come first; past ones are left out. */
export function CalendarDays({ calendar, may, onAdd, onEdit, onHolidays }: CalendarDaysProps) {
  const today = todayIn(calendar.works.zone);
  const coming = calendar.days.filter(({ until }) => until >= today);
  const actions = may ? (
    <span className="flex flex-wrap gap-2">
      <NextHolidays calendar={calendar} />
      <Button size="sm" icon={<CalendarPlus aria-hidden />} onClick={onHolidays}>
        Add holidays
      </Button>
      <Button size="sm" icon={<Plus aria-hidden />} onClick={onAdd}>
        Add days
      </Button>
    </span>
  ) : null;
  return (
    <section aria-label="Holidays and other days" className="shrink-0">
      <GroupHead title="Holidays and other days" count={coming.length} />
      {actions ? <div className="px-edge py-3">{actions}</div> : null}
      {coming.length === 0 ? (
        <p className="px-edge pb-4 text-muted">
          None yet: the hours of the week apply to every day. Add the holidays of your country, or days with other
          hours.
        </p>
      ) : (
        <ul aria-label="Holidays and other days">
          {coming.map((day) => (
            <DayRow key={day.id} calendarId={calendar.id} day={day} may={may} onEdit={() => onEdit(day)} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** A button for the holidays of each next year: they are added once a year. */
function NextHolidays({ calendar }: { calendar: Calendar }) {
  const add = useAddHolidays();
  const next = nextHolidays(calendar.days.map(({ source }) => source));
  return next.map(({ country, state, year }) => (
    <Button
      key={`${country} ${state}`}
      size="sm"
      busy={add.isPending}
      onClick={() =>
        add.mutate(
          { id: calendar.id, country, state, years: [year] },
          { onSuccess: () => notify.success(`The holidays of ${year} were added`), onError: toastRefusal },
        )
      }
    >
      {`Add ${[country, state].filter(Boolean).join("-")} holidays of ${year}`}
    </Button>
  ));
}

interface DayRowProps {
  calendarId: string;
  day: CalendarDay;
  may: boolean;
  onEdit: () => void;
}

function DayRow({ calendarId, day, may, onEdit }: DayRowProps) {
  const { locale } = useWorkspace();
  const remove = useRemoveDays();
  const { label, from, until, intervals, source } = day;
  const days =
    from === until ? formatDay(from, locale, true) : `${formatDay(from, locale)} – ${formatDay(until, locale)}`;
  const place = readSource(source);
  return (
    <li className={`${settingsRow} phone:flex-wrap phone:py-2`}>
      <span className="w-[220px] shrink-0 phone:w-auto phone:flex-1">{days}</span>
      <span className="min-w-0 flex-1 truncate phone:order-last phone:basis-full">
        <span className="font-medium">{label}</span>
        {place ? (
          <span className="ml-2 text-faint text-sm">{[place.country, place.state].filter(Boolean).join("-")}</span>
        ) : null}
      </span>
      <span className="shrink-0 text-muted">{intervals.length > 0 ? intervalsText(intervals) : "Day off"}</span>
      {may ? (
        <Menu>
          <MenuTrigger asChild>
            <IconButton label={`More for ${label}, ${days}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
          </MenuTrigger>
          <MenuContent align="end">
            <MenuItem icon={<Pencil aria-hidden />} onSelect={onEdit}>
              Change
            </MenuItem>
            <MenuItem
              icon={<Trash2 aria-hidden />}
              danger
              onSelect={() =>
                remove.mutate(
                  { id: calendarId, calendarDayIds: [day.id] },
                  { onSuccess: () => notify.success(`${label} was removed`), onError: toastRefusal },
                )
              }
            >
              Remove
            </MenuItem>
          </MenuContent>
        </Menu>
      ) : null}
    </li>
  );
}
