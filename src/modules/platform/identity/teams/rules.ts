interface Placed {
  id: string;
  parentId: string | null;
  name: string;
}

/** Teams in tree order, each with its depth; siblings by name. A team with an unknown parent becomes a root. */
export function teamTree<T extends Placed>(teams: readonly T[]): { team: T; depth: number }[] {
  const known = new Set(teams.map((team) => team.id));
  const parentOf = (team: T) => (team.parentId && known.has(team.parentId) ? team.parentId : null);
  const walk = (parentId: string | null, depth: number): { team: T; depth: number }[] =>
    teams
      .filter((team) => parentOf(team) === parentId)
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap((team) => [{ team, depth }, ...walk(team.id, depth + 1)]);
  return walk(null, 0);
}

/** A team and all below it: the places where it cannot be moved. */
export function branchOf(teams: readonly Placed[], id: string): Set<string> {
  const branch = new Set([id]);
  for (let before = 0; before < branch.size; ) {
    before = branch.size;
    for (const team of teams) if (team.parentId && branch.has(team.parentId)) branch.add(team.id);
  }
  return branch;
}
