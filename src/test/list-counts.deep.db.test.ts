// In full: see `isFull` in `rounds.ts`.
import "./list-counts.db.test";
