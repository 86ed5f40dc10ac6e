"use client";

import { useQueries } from "@tanstack/react-query";
import { UserRound, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useApi } from "@/trpc/react";
import { type LinkedTo, offerText } from "./logged";
import type { useLog } from "./use-log";

/** The records that the activity will be linked to. */
export function LogRecord({ about, onChange }: { about: readonly LinkedTo[]; onChange(about: LinkedTo[]): void }) {
  if (about.length === 0) return null;
  return (
    <span className="flex flex-wrap items-center gap-1 text-muted text-sm">
      On
      {about.map((one) => (
        <span key={one.id} className="inline-flex h-6 items-center rounded-md border bg-surface pl-1.5 text-text">
          <span className="max-w-48 truncate">{one.name}</span>
          <IconButton
            size="sm"
            label={`Do not link ${one.name}`}
            icon={<X aria-hidden />}
            onClick={() => onChange(about.filter(({ id }) => id !== one.id))}
          />
        </span>
      ))}
    </span>
  );
}

/** The most names of a line that are looked up. */
const mostNames = 3;
const mostOffered = 3;

/** The contacts that names in the line may be, best first; nobody is linked until somebody chooses. */
export function LogPeople({ log, account }: { log: ReturnType<typeof useLog>; account: string | null }) {
  const api = useApi();
  const names = [log.line, ...log.line.followUps]
    .flatMap((one) => [...one.names, ...one.emails].map(({ value }) => value))
    .filter((name, place, all) => all.indexOf(name) === place && !log.about.some((one) => one.name.includes(name)))
    .slice(0, mostNames);
  const found = useQueries({
    queries: names.map((q) =>
      api.contacts.pick.queryOptions({ q, ...(account ? { within: { field: "account", id: account } } : {}) }),
    ),
  });
  const offers = names.flatMap((name, place) => {
    const rows = found[place]?.data?.slice(0, mostOffered) ?? [];
    return rows.length > 0 ? [{ name, rows }] : [];
  });
  if (offers.length === 0) return null;
  const link = (id: string, name: string) => log.setAbout([...log.about, { entity: "contact", id, name }]);
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-muted text-sm">
      {offers.flatMap(({ rows }) =>
        rows.map((contact) => (
          <Button key={contact.id} size="sm" className="max-w-full" onClick={() => link(contact.id, contact.name)}>
            <UserRound aria-hidden className="size-3.5" />
            <span className="truncate">{offerText(contact)}</span>
          </Button>
        )),
      )}
    </p>
  );
}
