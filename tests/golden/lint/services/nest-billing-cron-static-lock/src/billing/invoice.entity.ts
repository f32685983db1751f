import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('invoices')
export class Invoice {
    @PrimaryGeneratedColumn()
    id: number;

    @Column()
    customerEmail: string;

    @Column({ type: 'int' })
    amountCents: number;

    @Column({ default: 'open' })
    state: 'open' | 'sent' | 'paid' | 'overdue';

    @Column({ type: 'timestamptz' })
    dueAt: Date;
}
