"use client";

import { GroupHead } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { NameMark } from "@/components/ui/name-mark";
import { groupBy } from "@/lib/group-by";
import { planPage } from "@/lib/plan-page";
import { useConnect } from "../client";
import { stateWords } from "../rules";
import type { Integration } from "../schema";

/** The services of this installation by their groups, each with the way to connect it. */
export function Catalogue({ rows }: { rows: readonly Integration[] }) {
  return [...groupBy(rows, ({ group }) => group)].map(([group, services]) => (
    <section key={group} aria-label={group}>
      <GroupHead title={group} />
      <ul className="grid grid-cols-2 phone:block">
        {services.map((service) => (
          <li
            key={service.provider}
            className="flex min-h-14 min-w-0 items-center gap-2.5 border-border-soft border-r border-b px-edge even:border-r-0 phone:min-h-15 phone:border-r-0"
          >
            <NameMark name={service.label} size={28} />
            <div className="min-w-0 flex-1 leading-[18px]">
              <span className="block truncate font-medium">{service.label}</span>
              <span className="block truncate text-muted text-sm">{service.purpose}</span>
            </div>
            <WayToConnect service={service} />
          </li>
        ))}
      </ul>
    </section>
  ));
}

/** The way to connect a service that is not connected: a button, the plan that has it, or why there is none. */
export function WayToConnect({ service }: { service: Integration }) {
  const { href, plan } = useWorkspace();
  const { connect, busy } = useConnect(service);
  const { label, state } = service;
  if (state !== "disconnected" && state !== "notConnected")
    return <span className="text-muted text-sm">{stateWords[state]}</span>;
  if (!service.on)
    return plan.mayOpen ? (
      <Link href={href("/settings/plan")} className="link whitespace-nowrap text-sm">
        {`See ${planPage()}`}
      </Link>
    ) : (
      <span className="text-muted text-sm">Not in your plan</span>
    );
  if (!service.available) return <span className="text-muted text-sm">Not set up</span>;
  return (
    <Button size="sm" aria-label={`Connect ${label}`} busy={busy} onClick={() => connect()}>
      Connect
    </Button>
  );
}
