import type { Imports } from './imports.ts';

/** Room → rooms that its files may import. A room is a folder of `src/`, with all below it that is no room itself. */
export type Rooms = ReadonlyMap<string, readonly string[]>;

/** Reads the table of rooms: lines of `room: rooms that it may import`. */
export function parseRooms(table: string): Rooms {
  const rows = table
    .trim()
    .split('\n')
    .map(line => line.split(':'));
  return new Map(rows.map(([room = '', may = '']) => [room.trim(), may.split(/[\s,]+/).filter(Boolean)]));
}

/** The room that a file is in; the empty name for a door. */
export function roomOf(file: string, rooms: Rooms): string {
  const folders = file.split('/').slice(0, -1);
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const room = folders.slice(0, depth).join('/');
    if (rooms.has(room)) return room;
  }
  return folders.join('/');
}

/** Imports that the table does not allow, one line each; a door may import any room, and nothing imports a door. */
export function forbiddenImports(imports: Imports, rooms: Rooms): readonly string[] {
  return arrows(imports).flatMap(([from, to]) => {
    const [here, there] = [roomOf(from, rooms), roomOf(to, rooms)];
    if (there === '') return [`${from} imports the door ${to}`];
    if (!rooms.has(there)) return [`${to} is in no room of the table`];
    if (here === '' || here === there || rooms.get(here)?.includes(there)) return [];
    return [`${from} imports ${to}: ${here} may not import ${there}`];
  });
}

/** Rooms of the table that name one below them: an arrow back up. */
export function arrowsBackUp(rooms: Rooms): readonly string[] {
  const above = new Set<string>();
  return [...rooms].flatMap(([room, may]) => {
    const wrong = may.filter(other => !above.has(other)).map(other => `${room} → ${other}`);
    above.add(room);
    return wrong;
  });
}

/** Rows of the table that allow what no file needs. */
export function unusedRows(imports: Imports, rooms: Rooms): readonly string[] {
  const used = new Set(arrows(imports).map(([from, to]) => `${roomOf(from, rooms)} → ${roomOf(to, rooms)}`));
  return [...rooms].flatMap(([room, may]) =>
    may.map(other => `${room} → ${other}`).filter(arrow => !used.has(arrow)),
  );
}

/** Circles of files, each as the way around. */
export function circles(imports: Imports): readonly string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      found.push([...way.slice(way.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}

function arrows(imports: Imports): readonly [from: string, to: string][] {
  return [...imports].flatMap(([from, targets]) => targets.map(to => [from, to] as [string, string]));
}
