export * from './cart/cart.module';
export * from './cart/cart.service';
