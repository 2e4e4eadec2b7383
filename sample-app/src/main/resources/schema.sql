-- For H2, PostgreSQL and MariaDB alike
create table if not exists orders (
	id serial primary key,
	customer varchar(100) not null,
	sku varchar(50) not null,
	quantity int not null,
	placed_at timestamp(6) not null default current_timestamp(6)
);

create table if not exists order_events (
	id serial primary key,
	order_id bigint not null,
	event varchar(20) not null,
	happened_at timestamp(6) not null default current_timestamp(6)
);
