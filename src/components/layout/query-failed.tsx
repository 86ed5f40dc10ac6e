import { readServerError } from "@/components/form/server-error";
import { ErrorState } from "@/components/ui/error-state";

/** In the place of what could not be loaded: what it was, why, and another try. */
export function QueryFailed(props: {
  /** "The teams could not be loaded" */
  title: string;
  query: { error: unknown; isFetching: boolean; refetch(): unknown };
}) {
  const { title, query } = props;
  const refusal = readServerError(query.error);
  return (
    <ErrorState
      title={title}
      onRetry={() => void query.refetch()}
      busy={query.isFetching}
      reference={refusal.reference}
    >
      {refusal.message}
    </ErrorState>
  );
}
