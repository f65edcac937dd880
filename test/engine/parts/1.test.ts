import { declarePart } from '../parts';

declarePart(0, 3);
