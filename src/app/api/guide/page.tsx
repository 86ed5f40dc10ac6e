import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { ApiHeader } from "../docs/api-header";

export const metadata: Metadata = { title: "API guide" };

/** The guide for integrators, as it is in the repository. */
export default async function ApiGuide() {
  const text = await readFile(join(process.cwd(), "docs/guides/integrators.md"), "utf8");
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) => heading);
  return (
    <>
      <ApiHeader here="guide" />
      <div className="mx-auto flex w-full max-w-[1100px] gap-10 px-5 py-8 narrow:flex-col">
        <nav
          aria-label="Contents"
          className="shrink-0 desk:sticky desk:top-20 desk:max-h-[calc(100vh-96px)] desk:w-56 desk:self-start desk:overflow-y-auto"
        >
          <ul className="grid gap-1.5">
            {headings.map((heading) => (
              <li key={heading}>
                <a className="link relative hit-44" href={`#${idOf(heading)}`}>
                  {heading}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main className="rich-text min-w-0 max-w-[760px] flex-1">
          <Markdown remarkPlugins={[remarkGfm]} components={partsOf(text)}>
            {text}
          </Markdown>
        </main>
      </div>
    </>
  );
}

/** As the links of the guide name its headings: a test reads them. */
const idOf = (heading: string) => heading.toLowerCase().replaceAll(" ", "-");

const textOf = (children: ReactNode) => (typeof children === "string" ? children : "");

/** The heading over a line of the guide: tables are named by it. */
const headingOver = (text: string, line: number) =>
  text
    .split("\n")
    .slice(0, line)
    .findLast((one) => one.startsWith("#"))
    ?.replace(/^#+ /, "");

/** Code and tables may be wider than a phone: they scroll, by keys too. */
const scrolls = { tabIndex: 0, className: "scrolls" };

const partsOf = (text: string): Components => ({
  h2: ({ children }) => (
    <h2 id={idOf(textOf(children))} className="scroll-mt-16">
      {children}
    </h2>
  ),
  pre: ({ children }) => (
    <div {...scrolls}>
      <pre>{children}</pre>
    </div>
  ),
  table: ({ node, children }) => (
    <div {...scrolls}>
      <table aria-label={headingOver(text, node?.position?.start.line ?? 0)}>{children}</table>
    </div>
  ),
  // The programs of the guide are files beside it.
  a: ({ href = "", children }) => (
    <a className="link" href={/^[\w-]+\.ts$/.test(href) ? `/api/guide/${href}` : href}>
      {children}
    </a>
  ),
});
