import "server-only";
import { invalid } from "@/server/errors";
import { lastDayOf } from "../rules";

/** The list is large, and few calls need it. */
const lists = async () => (await import("date-holidays")).default;

const byName = (places: Record<string, string>) =>
  Object.entries(places)
    .map(([code, name]) => ({ code, name }))
    .sort((one, other) => one.name.localeCompare(other.name));

interface Place {
  code: string;
  name: string;
}

/** The countries whose holidays are known, and the states of one of them. */
export async function placesOf(country?: string): Promise<{ countries: Place[]; states: Place[] }> {
  const Holidays = await lists();
  const all = new Holidays();
  const countries = all.getCountries("en");
  const states = country && Object.hasOwn(countries, country) ? all.getStates(country, "en") : {};
  return { countries: byName(countries), states: byName(states ?? {}) };
}

interface Wanted {
  country: string;
  state: string | null;
  years: readonly number[];
  /** The language of their names, where they are known in it. */
  language: string;
}

interface HolidayDay {
  year: number;
  from: string;
  until: string;
  intervals: [];
  label: string;
}

const hourMs = 3_600_000;

/** The public holidays of a country or state; VALIDATION for one that is unknown. */
export async function holidaysOf({ country, state, years, language }: Wanted): Promise<HolidayDay[]> {
  const { countries, states } = await placesOf(country);
  if (!countries.some(({ code }) => code === country))
    throw invalid("country", `No holidays are known for ${country}. Choose a country from the list.`);
  if (state !== null && !states.some(({ code }) => code === state))
    throw invalid("state", `No holidays are known for ${state} in ${country}. Choose a state from the list.`);
  const Holidays = await lists();
  const list = state === null ? new Holidays(country) : new Holidays(country, state);
  return [...new Set(years)].flatMap((year) => {
    const days = new Map<string, HolidayDay>();
    for (const { type, date, start, end, name } of list.getHolidays(year, language)) {
      const from = date.slice(0, "2026-11-30".length);
      const until = lastDayOf(from, (end.getTime() - start.getTime()) / hourMs);
      if (type === "public" && !days.has(from))
        days.set(from, { year, from, until, intervals: [], label: name.slice(0, 100) });
    }
    return [...days.values()];
  });
}
