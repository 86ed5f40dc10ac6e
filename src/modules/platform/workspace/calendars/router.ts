import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { createCalendar, deleteCalendar, listCalendars, updateCalendar } from "./operations/calendars";
import {
  addCalendarDays,
  addHolidays,
  listHolidayPlaces,
  removeCalendarDays,
  updateCalendarDay,
} from "./operations/days";
import { getWorkingHours, setWorkingHours } from "./operations/own";

export const calendarsRouter = router({
  list: query(listCalendars),
  create: mutation(createCalendar),
  update: mutation(updateCalendar),
  delete: mutation(deleteCalendar),
  addDays: mutation(addCalendarDays),
  updateDay: mutation(updateCalendarDay),
  removeDays: mutation(removeCalendarDays),
  addHolidays: mutation(addHolidays),
  holidayPlaces: query(listHolidayPlaces),
  hours: query(getWorkingHours),
  setHours: mutation(setWorkingHours),
});
