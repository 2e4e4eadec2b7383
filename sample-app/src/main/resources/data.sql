insert into orders (customer, sku, quantity)
select * from (
	select 'Ada' as customer, 'tea-assam' as sku, 2 as quantity
	union all select 'Grace', 'tea-ceylon', 10
	union all select 'Edsger', 'tea-darjeeling', 1
) samples
where not exists (select 1 from orders);
