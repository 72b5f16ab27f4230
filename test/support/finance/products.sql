CREATE TABLE product (
  id INT AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  rate DECIMAL(5, 2) NOT NULL
) DEFAULT CHARSET = utf8;
INSERT INTO product (name, rate) VALUES
  ('gold', 3.10), ('silver', 2.80), ('bronze', 2.40), ('north', 4.00),
  ('south', 3.55), ('east', 3.95), ('west', 4.20), ('稳健', 2.65);
