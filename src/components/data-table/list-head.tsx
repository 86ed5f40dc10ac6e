import { Plus, Upload } from "lucide-react";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";

interface ListHeadProps {
  title: string;
  /** The number of records, as text. */
  count: string | undefined;
  /** The button for a new record; null without the right to make one. */
  createLabel: string | null;
  openDialog(): void;
  /** Whether the member may import such records. */
  imports: boolean;
  tabs: ReactNode;
  views: ReactNode;
  above: ReactNode;
  isPart: boolean;
}

/** Above the rows: the header of the page and its tabs; in a part of another page one line with its actions. */
export function ListHead({ title, count, createLabel, openDialog, imports, isPart, ...given }: ListHeadProps) {
  const { tabs, views, above } = given;
  const creating = createLabel ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={openDialog}>
      {createLabel}
    </Button>
  ) : null;
  if (isPart)
    return (
      <div className="flex shrink-0 items-center gap-2 hairline-b hairline-soft phone:flex-wrap">
        <div className="min-w-0 flex-1 phone:basis-full">{above}</div>
        <div className="ml-auto flex h-12 shrink-0 items-center gap-2 pr-4 pl-2 phone:h-auto phone:pb-2 phone:empty:hidden">
          {views}
          {creating}
        </div>
      </div>
    );
  return (
    <>
      <PageHeader
        title={title}
        count={count}
        phoneActions={
          <>
            {views}
            {createLabel ? <IconButton label={createLabel} icon={<Plus aria-hidden />} onClick={openDialog} /> : null}
          </>
        }
      >
        {views}
        {imports ? <ImportButton /> : null}
        {creating}
      </PageHeader>
      {tabs}
      {above}
    </>
  );
}

function ImportButton() {
  const { href } = useWorkspace();
  return (
    <Button asChild>
      <Link href={href("/settings/imports/new")}>
        <Upload aria-hidden />
        Import
      </Link>
    </Button>
  );
}
