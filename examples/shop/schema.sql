create table if not exists orders (
  id integer generated always as identity primary key,
  item text not null,
  status text not null default 'placed'
);
