import type { ReactNode } from "react";
import { Wordmark } from "@/components/ui/logo";

const places = [
  { name: "docs", label: "Requests", href: "/api/docs" },
  { name: "guide", label: "Guide", href: "/api/guide" },
] as const;

/** The head of the pages of the API, with what one of them says of itself. */
export function ApiHeader({ here, children }: { here: (typeof places)[number]["name"]; children?: ReactNode }) {
  return (
    <header className="flex min-h-12 items-center phone:flex-wrap gap-x-5 gap-y-1 phone:gap-x-3 bg-surface px-5 py-2 hairline-b desk:sticky desk:top-0 desk:h-12 desk:z-(--z-sticky)">
      {/* Whole page loads: the style sheet of the reference must not stay. */}
      <a href="/" className="relative hit-44">
        <Wordmark />
      </a>
      <nav aria-label="API" className="flex gap-4">
        {places.map(({ name, label, href }) => (
          <a
            key={name}
            className="link relative hit-44 aria-[current=page]:font-semibold"
            href={href}
            aria-current={name === here ? "page" : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      {children ? <div className="min-w-0 flex-1 phone:order-last phone:basis-full">{children}</div> : null}
      <a className="link relative ml-auto shrink-0 hit-44" href="/api/openapi.json">
        OpenAPI 3.1
      </a>
    </header>
  );
}
