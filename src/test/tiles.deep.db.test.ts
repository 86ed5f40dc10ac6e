// In full: see `isFull` in `rounds.ts`.
import "./tiles.db.test";
